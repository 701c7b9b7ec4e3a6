"""edXML and the record package, every value read back; number and symbol are those of the register everywhere."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping

import pytest
from lxml import etree

from pipeline.archive import edxml, record_package
from pipeline.archive.about import Dossier, Organ
from pipeline.archive.edxml import Message
from pipeline.archive.exchange import code_of, type_of
from pipeline.archive.record import Paper, Record
from pipeline.archive.record_package import RecordPackage, Version
from pipeline.clock import VIETNAM
from pipeline.errors import RecordUnfit
from tests.factory.official_pdf import official_pdf

AT = dt.datetime(2026, 9, 19, 15, 0, 7, tzinfo=VIETNAM)
NAMESPACES = {
    "e": "http://www.mic.gov.vn/TBT/QCVN_102_2016",
    "m": "http://www.loc.gov/METS/",
    "p": "http://www.loc.gov/premis/v3",
    "x": "http://www.w3.org/1999/xlink",
    "c": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
}


@pytest.fixture(scope="module")
def paper() -> Paper:
    pdf = official_pdf()
    record = Record(
        slug="2022-q3-qd-giay-khen",
        series="VPUBND/QĐ",
        year=2022,
        number=5,
        symbol="05/QĐ-VPUBND",
        day=dt.date(2022, 10, 5),
        subject="Quyết định về việc tặng Giấy khen “quý III” & các <đơn vị>",
        signer="Phan Quốc Nghĩa",
        signer_post="Chánh Văn phòng",
        body="Văn phòng Ủy ban nhân dân tỉnh Lào Cai",
        place="Lào Cai",
        recipients=("Như Điều 3", "Sở thử nghiệm"),
        pdf=hashlib.sha256(pdf).hexdigest(),
        docx="0" * 64,
        facts={},
    )
    return Paper(record=record, pdf=pdf)


@pytest.fixture
def message(paper: Paper) -> Message:
    sender = Organ(
        id="H00.01", name="Văn phòng thử nghiệm", in_charge="UBND tỉnh thử nghiệm", email="van.phong@example.test"
    )
    receivers = (Organ(id="H00.02", name="Sở thử nghiệm"), Organ(id="H00.03", name="Ban thử nghiệm", fax="02"))
    return Message(paper=paper, sender=sender, receivers=receivers, at=AT)


def changed(paper: Paper, **changes: object) -> Paper:
    return Paper(record=dataclasses.replace(paper.record, **changes), pdf=paper.pdf)  # type: ignore[arg-type]


def texts(data: bytes, path: str) -> list[str]:
    return [str(found) for found in etree.fromstring(data).xpath(path, namespaces=NAMESPACES)]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("From/e:OrganId", ["H00.01"]),
        ("From/e:OrganizationInCharge", ["UBND tỉnh thử nghiệm"]),
        ("From/e:OrganName", ["Văn phòng thử nghiệm"]),
        ("From/e:Email", ["van.phong@example.test"]),
        ("To/e:OrganId", ["H00.02", "H00.03"]),
        ("To/e:OrganName", ["Sở thử nghiệm", "Ban thử nghiệm"]),
        ("To/e:Fax", ["02"]),
        ("Code/e:CodeNumber", ["05"]),
        ("Code/e:CodeNotation", ["QĐ-VPUBND"]),
        ("PromulgationInfo/e:Place", ["Lào Cai"]),
        ("PromulgationInfo/e:PromulgationDate", ["2022/10/05"]),
        ("DocumentType/e:Type", ["2"]),
        ("DocumentType/e:TypeName", ["Quyết định"]),
        ("Subject", ["Quyết định về việc tặng Giấy khen “quý III” & các <đơn vị>"]),
        ("SignerInfo/e:Position", ["Chánh Văn phòng"]),
        ("SignerInfo/e:FullName", ["Phan Quốc Nghĩa"]),
        ("ToPlaces/e:Place", ["Như Điều 3", "Sở thử nghiệm"]),
        ("OtherInfo/e:Priority", ["0"]),
        ("OtherInfo/e:PromulgationAmount", ["2"]),
        ("OtherInfo/e:PageAmount", ["1"]),
        ("SteeringType", ["0"]),
        ("DocumentId", ["H00.01,2022/10/05,05/QĐ-VPUBND"]),
    ],
)
def test_the_header_says_what_the_register_says(message: Message, path: str, values: list[str]) -> None:
    header = "/e:edXML/e:edXMLEnvelope/e:edXMLHeader/e:MessageHeader/e:"

    assert texts(edxml.build(message), f"{header}{path}/text()") == values


def test_the_trace_says_who_sent_a_new_document_when(message: Message) -> None:
    data = edxml.build(message)
    trace = "/e:edXML/e:edXMLEnvelope/e:edXMLHeader/e:TraceHeaderList"

    assert texts(data, f"{trace}/@version") == ["1.0"]
    assert texts(data, f"{trace}/e:TraceHeader/e:OrganId/text()") == ["H00.01"]
    assert texts(data, f"{trace}/e:TraceHeader/e:Timestamp/text()") == ["2026/09/19 15:00:07"]
    assert texts(data, f"{trace}/e:Bussiness/e:BussinessDocType/text()") == ["0"]


def test_the_signed_pdf_travels_with_the_message(message: Message, paper: Paper) -> None:
    data = edxml.build(message)
    (encoded,) = texts(data, "/e:edXML/e:AttachmentEncoded/e:Attachment/e:ContentTransferEncoded/text()")
    (listed,) = texts(data, "//e:edXMLBody/e:edXMLManifest/e:Reference/e:ContentId/text()")
    (carried,) = texts(data, "//e:Attachment/e:ContentId/text()")

    assert base64.b64decode(encoded) == paper.pdf
    assert listed == f"cid:{carried}"
    assert texts(data, "//e:Attachment/e:AttachmentName/text()") == ["05-QĐ-VPUBND.pdf"]


def test_the_envelope_is_prefixed_and_attachments_are_not(message: Message) -> None:
    data = edxml.build(message).decode()

    assert "<edXML:edXMLEnvelope>" in data
    assert f'<AttachmentEncoded xmlns="{edxml.NAMESPACE}">' in data


def test_a_message_made_twice_is_the_same(message: Message) -> None:
    assert edxml.build(message) == edxml.build(message)


def test_a_cong_van_has_a_symbol_without_type(paper: Paper) -> None:
    letter = changed(paper, symbol="12/VPUBND-TCHC")

    assert (type_of(letter.record).name, type_of(letter.record).number) == ("Công văn", 18)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": "x" * 501}, "Subject"),
        ({"signer": "x" * 51}, "FullName"),
        ({"signer_post": "x" * 101}, "Position"),
        ({"symbol": f"05/QĐ-{'X' * 30}"}, "CodeNotation"),
        ({"body": "x" * 201}, "OrganName"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_too_long_for_its_field_is_refused(
    message: Message, paper: Paper, changes: Mapping[str, object], field: str
) -> None:
    with pytest.raises(RecordUnfit, match=field):
        edxml.build(dataclasses.replace(message, paper=changed(paper, **changes)))


def test_a_type_whose_number_nobody_has_seen_is_not_guessed(message: Message, paper: Paper) -> None:
    with pytest.raises(RecordUnfit, match="05/GM-VPUBND"):
        edxml.build(dataclasses.replace(message, paper=changed(paper, symbol="05/GM-VPUBND")))


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return Dossier(
        fonds="P623",
        code="P623.2022.01",
        title="Hồ sơ khen thưởng năm 2022",
        retention="20 năm",
        access="Công khai",
        keywords=["thi đua", "khen thưởng"],
        description="thử",
    )


@pytest.fixture(scope="module")
def second(paper: Paper) -> Paper:
    return changed(paper, number=6, symbol="06/QĐ-VPUBND", day=dt.date(2022, 11, 2))


@pytest.fixture(scope="module")
def package(dossier: Dossier, paper: Paper, second: Paper) -> RecordPackage:
    return record_package.build(dossier, [paper, second], Version.TT05_2025, at=AT)


def fields(data: bytes) -> dict[str, str]:
    return {str(child.tag): child.text or "" for child in etree.fromstring(data)}


def test_a_package_is_laid_out_as_the_circular_is_said_to_ask(package: RecordPackage) -> None:
    names = [f"P623.2022.01.00{number}" for number in (1, 2)]

    assert set(package.files) == {
        "METS.xml",
        "metadata/descriptive/EAD.xml",
        "metadata/preservation/PREMIS.xml",
        "representations/rep1/METS.xml",
        *(f"representations/rep1/data/{name}.pdf" for name in names),
        *(f"representations/rep1/metadata/descriptive/EAD_doc_{name}.xml" for name in names),
        "representations/rep1/metadata/preservation/PREMIS_rep1.xml",
    }


def test_the_folder_is_named_after_its_identifier(package: RecordPackage) -> None:
    (objid,) = texts(package.files["METS.xml"], "/m:mets/@OBJID")

    assert objid.startswith("urn:P623:uuid:")
    assert package.name == objid.replace(":", "_")


def test_the_package_says_that_it_was_not_compared_with_the_original(package: RecordPackage) -> None:
    for path in ("METS.xml", "representations/rep1/METS.xml"):
        assert "CHƯA ĐỐI CHIẾU BẢN GỐC" in texts(package.files[path], "/m:mets/m:metsHdr/m:agent/m:note/text()")[0]


def test_the_header_tells_kind_and_time_of_the_package(package: RecordPackage) -> None:
    header = "/m:mets/m:metsHdr"

    assert texts(package.files["METS.xml"], f"{header}/@CREATEDATE") == ["2026-09-19T15:00:07+07:00"]
    assert texts(package.files["METS.xml"], f"{header}/@c:OAISPACKAGETYPE") == ["AIP"]
    assert texts(package.files["METS.xml"], f"{header}/m:agent/m:name/text()") == [
        "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
    ]


@pytest.mark.parametrize("table", ["METS.xml", "representations/rep1/METS.xml"])
def test_every_file_is_listed_with_its_own_hash_and_size(package: RecordPackage, table: str) -> None:
    root = etree.fromstring(package.files[table])
    folder = table.removesuffix("METS.xml")
    listed = [
        (entry, entry.get(f"{{{NAMESPACES['x']}}}href")) for entry in root.iter(f"{{{NAMESPACES['m']}}}mdRef")
    ] + [(entry, entry[0].get(f"{{{NAMESPACES['x']}}}href")) for entry in root.iter(f"{{{NAMESPACES['m']}}}file")]

    assert len(listed) >= 3
    for entry, href in listed:
        data = package.files[f"{folder}{href}"]
        assert entry.get("CHECKSUM") == hashlib.sha256(data).hexdigest()
        assert entry.get("SIZE") == str(len(data))


def test_every_file_is_listed_once(package: RecordPackage) -> None:
    outer = texts(package.files["METS.xml"], "//*/@x:href[not(parent::m:mptr)]")
    inner = texts(package.files["representations/rep1/METS.xml"], "//*/@x:href")

    assert sorted([*outer, *(f"representations/rep1/{href}" for href in inner), "METS.xml"]) == sorted(package.files)


@pytest.mark.parametrize("table", ["METS.xml", "representations/rep1/METS.xml"])
def test_the_structure_points_to_what_is_there(package: RecordPackage, table: str) -> None:
    data = package.files[table]
    ids = texts(data, "//@ID")

    assert len(ids) == len(set(ids))
    for pointer in [
        *texts(data, "//@FILEID"),
        *texts(data, "//m:mptr/@x:title"),
        *texts(data, "//@DMDID")[0].split(),
        *texts(data, "//@ADMID"),
    ]:
        assert pointer in ids


def test_the_dossier_has_its_eighteen_fields_in_order(package: RecordPackage) -> None:
    assert list(fields(package.files["metadata/descriptive/EAD.xml"]).items()) == [
        ("arcFileCode", "P623.2022.01"),
        ("title", "Hồ sơ khen thưởng năm 2022"),
        ("maintenance", "05"),
        ("mode", "01"),
        ("language", "01"),
        ("startDate", "2022-10-05"),
        ("endDate", "2022-11-02"),
        ("keyword", "thi đua; khen thưởng"),
        ("totalDoc", "2"),
        ("numberOfPaper", "0"),
        ("numberOfPage", "2"),
        ("format", "01"),
        ("inforSign", ""),
        ("confidenceLevel", "01"),
        ("paperFileCode", ""),
        ("riskRecovery", "0"),
        ("riskRecoveryStatus", ""),
        ("description", "thử"),
    ]


def test_a_document_has_its_nineteen_fields_in_order(package: RecordPackage, paper: Paper) -> None:
    data = package.files["representations/rep1/metadata/descriptive/EAD_doc_P623.2022.01.001.xml"]

    assert list(fields(data).items()) == [
        ("arcFileCode", "P623.2022.01"),
        ("mode", "01"),
        ("language", "01"),
        ("keyword", "thi đua; khen thưởng"),
        ("numberOfPage", "1"),
        ("format", "01"),
        ("inforSign", ""),
        ("confidenceLevel", "01"),
        ("description", ""),
        ("docCode", "P623.2022.01.0000001"),
        ("docOrdinal", "1"),
        ("typeName", "02"),
        ("codeNumber", "05"),
        ("codeNotation", "QĐ-VPUBND"),
        ("issuedDate", "2022-10-05"),
        ("organName", "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"),
        ("subject", paper.record.subject),
        ("autograph", ""),
        ("process", ""),
    ]


def test_preservation_tells_the_fixity_of_every_pdf(package: RecordPackage, paper: Paper) -> None:
    data = package.files["representations/rep1/metadata/preservation/PREMIS_rep1.xml"]
    characteristics = "/p:premis/p:object/p:objectCharacteristics"

    assert texts(data, f"{characteristics}/p:fixity/p:messageDigestAlgorithm/text()") == ["SHA-256"] * 2
    assert texts(data, f"{characteristics}/p:fixity/p:messageDigest/text()") == [paper.record.pdf] * 2
    assert texts(data, f"{characteristics}/p:size/text()") == [str(len(paper.pdf))] * 2
    assert texts(data, "/p:premis/p:object/p:originalName/text()") == [
        "P623.2022.01.001.pdf",
        "P623.2022.01.002.pdf",
    ]
    assert texts(data, "/p:premis/p:event/p:eventType/text()") == ["information package creation"]
    assert texts(data, "/p:premis/p:event/p:eventDateTime/text()") == ["2026-09-19T15:00:07+07:00"]
    assert texts(data, "/p:premis/p:agent/p:agentName/text()") == ["Văn Thư"]


def test_a_package_made_twice_is_the_same(
    package: RecordPackage, dossier: Dossier, paper: Paper, second: Paper
) -> None:
    assert record_package.build(dossier, [paper, second], Version.TT05_2025, at=AT) == package


def test_a_meaning_without_code_is_refused_with_those_there_are(dossier: Dossier, paper: Paper) -> None:
    odd = dossier.model_copy(update={"retention": "15 năm"})

    with pytest.raises(RecordUnfit, match=r"15 năm.*Vĩnh viễn"):
        record_package.build(odd, [paper], Version.TT05_2025, at=AT)


def test_the_codes_hold_from_the_day_of_the_circular() -> None:
    assert code_of("maintenance", "Vĩnh viễn", dt.date(2025, 7, 1)) == "01"
    with pytest.raises(RecordUnfit):
        code_of("maintenance", "Vĩnh viễn", dt.date(2025, 6, 30))
