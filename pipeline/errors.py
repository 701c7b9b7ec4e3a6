"""Every error of the program, on one page.

    VanthuError
    ├── FileRefused            exit 3   a file handed in cannot be taken as it is
    ├── TemplateError          exit 3   a Word template cannot be compiled or filled
    ├── TypesetError           exit 3   LibreOffice could not make the PDF
    │   └── UnfitDocument               the document itself is at fault, not the machine
    ├── SigningError           exit 3   a PDF cannot be prepared, signed, sealed or accepted
    │   ├── KeyTrouble                  key, PIN or certificate cannot be used; never tried again by itself
    │   └── ReturnedRefused             a file signed elsewhere is not what was sent, signed by the right person
    ├── ArchiveError           exit 3   an issued document cannot be archived or exported
    ├── IssuingError           exit 3   a document cannot be frozen, signed, issued or made void now
    ├── CouncilError           exit 3   a session of the Council cannot be prepared, counted or closed like that
    ├── ProgrammeError         exit 3   that cannot be noted of an exemplar, or taken back
    ├── StatisticsError        exit 3   statistics do not add up, or are asked for a period there is none of
    ├── NoSuchBlank            exit 2   there is no blank form of that name
    ├── DecisionRefused        exit 2   what a person decides about a form cannot be taken as it is
    ├── NoSuchRule             exit 2   there is no such entry among the dated rules
    ├── NotCheckable           exit 3   a file of a kind whose presentation cannot be checked
    ├── NoRuleForDay           exit 3   the dated rules say nothing about that day
    ├── NotSetUp               exit 4   the office is not initialised, or a part of the system is missing
    │   └── RuleFileBroken              a file of dated rules has a fault
    └── StorageTrouble         exit 5   disk, folder or database trouble; nothing was lost

The docstring of a class is its message (the msgid of its Vietnamese translation) and ends in the remedy; ``{words}``
in it are the keyword arguments the error is raised with. A room adds its own classes below its heading. The faces
turn an error into one line and an exit code in one place (`pipeline.cli.doors`).
"""

from __future__ import annotations

from typing import ClassVar

from pipeline.messages import _


class VanthuError(Exception):
    """Something went wrong inside the program. Note the time and tell whoever looks after it."""

    exit_code: ClassVar[int] = 70
    #: whether trying again later, without anybody changing anything, may help
    retry: ClassVar[bool] = False

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message)

    @classmethod
    def msgid(cls) -> str:
        """The English message with its ``{fields}``, as the catalogue knows it."""
        return " ".join((cls.__doc__ or "").split())

    @property
    def message(self) -> str:
        """The sentence a user reads, in Vietnamese."""
        return _(self.msgid()).format(**self.facts)

    @property
    def code(self) -> str:
        """A stable word for logs, receipts and tests."""
        return type(self).__name__

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes: rebuild from the facts, not from the formatted sentence.
        return (_rebuild, (type(self), self.facts))


def _rebuild(cls: type[VanthuError], facts: dict[str, object]) -> VanthuError:
    return cls(**facts)


# A file handed in cannot be taken (intake, reading)


class FileRefused(VanthuError):
    """The file cannot be read. Open it, save it again and hand it in once more."""

    exit_code = 3


class EmptyFile(FileRefused):
    """The file is empty (0 bytes). Save it again and hand it in once more."""


class FileTooLarge(FileRefused):
    """The file is too large: {size} MB, the limit is {limit} MB. Make the pictures in it smaller or split the file."""


class DamagedFile(FileRefused):
    """The file is damaged or was not written to its end. Open it, save it again and hand it in once more."""


class PasswordProtected(FileRefused):
    """The {kind} file is protected by a password. Remove the password and hand it in once more."""


class MacroFile(FileRefused):
    """The file contains macros. Save it as an ordinary .docx or .xlsx without macros."""


class EmbeddedObject(FileRefused):
    """The file contains embedded objects (OLE or ActiveX). Remove them or paste their content as text."""


class ExternalLink(FileRefused):
    """The file is linked to other files or addresses. Break the links (File, Info, Edit links) and save it again."""


class ForbiddenMarkup(FileRefused):
    """The file contains a document type declaration, which forms never need. Open it in Word or Excel
    and save it again."""


class Swollen(FileRefused):
    """The file unpacks to far more than a form may hold. Copy its content into a new document and hand that in."""


class OldExcel(FileRefused):
    """The file is in the old Excel format (.xls). Open it in Excel and save it as .xlsx."""


class UnsupportedFile(FileRefused):
    """Files of the kind {kind} are not supported. Hand in a .docx, .xlsx or .pdf file."""


class XfaForm(FileRefused):
    """The PDF form is of the XFA kind, which only Adobe programs can open. Print it to a PDF file and hand that in."""


class TooManyPages(FileRefused):
    """The file has {pages} pages, the limit is {limit}. Hand in the pages of the form only."""


class PageTooLarge(FileRefused):
    """Page {page} is {width} × {height} mm, which is larger than any form. Save the file again on A4 paper."""


class EmptyPages(FileRefused):
    """Nothing is written on the pages. Check which way up the sheets lay in the scanner and scan them again."""


class PictureTooLarge(FileRefused):
    """Page {page} is a picture of {width} × {height} dots, which is larger than any sheet of paper. Scan it again
    at 300 dots an inch."""


class PartyDocument(FileRefused):
    """This is a document of the Party, for which other rules hold. Hand it to the office of the Party organisation."""


class SecretDocument(FileRefused):
    """The document bears the mark of secrecy "{mark}". It must not be handled by this program: follow
    the rules on secrets."""


class UnknownForm(FileRefused):
    """No form was recognised. Expected: {expected}. Fill in the blank form printed by "vanthu forms" and hand it in."""


class LexiconWrong(FileRefused):
    """{file} is no list of the office's words. Give a JSON file with "units", "titles", "posts" and "staff"."""


class ReaderKiller(FileRefused):
    """Reading the file stopped the program's reader {times} times. Copy its content into a new document and hand
    that in."""


# Templates (templating)


class TemplateError(VanthuError):
    """The template {template} cannot be used: {problem}. Run "vanthu template check" on it and mend the place named."""

    exit_code = 3


class TemplateMissing(TemplateError):
    """The template {template} cannot be found or read. Check that the file is there and not locked."""


class TemplateUnreadable(TemplateError):
    """The template {template} is not a Word document of the kind .docx, or is damaged. Open it in Word and save it
    as "Word Document (.docx)"."""


class FileInTheWay(TemplateError):
    """There is a file {file} already; nothing was written over. Name another file with --out, or move that one."""


class TemplatePurposeUnknown(TemplateError):
    """It cannot be told what kind of document {file} is a template for. Say it with --kind, for example
    --kind cong_van."""


class TemplateFault(TemplateError):
    """The template {template} cannot be used. {place}: {problem} {remedy}"""

    @classmethod
    def msgid(cls) -> str:
        """The classes below share this message; their own docstrings say when each is raised."""
        return " ".join((TemplateFault.__doc__ or "").split())


class TemplateTagFaulty(TemplateFault):
    """A tag cannot be compiled: misspelt, in the wrong place, not closed."""


class TemplateTagForbidden(TemplateFault):
    """A tag reaches for something templates may not touch."""


class TemplateTagFails(TemplateFault):
    """The expression in a tag cannot be computed with the data given."""


class TemplateNameUnknown(TemplateFault):
    """A tag asks for a value that the data do not have."""


class TemplateValueMissing(TemplateFault):
    """A tag was to print a value that is known and empty (None)."""


class TemplateOutputBroken(TemplateFault):
    """Filled in, the template would be a file Word cannot open."""


# Review (flow)


class NotInReview(VanthuError):
    """No file with the receipt {receipt} is waiting for a person. Run "vanthu review" to see those that are."""

    exit_code = 2


class DecisionRefused(VanthuError):
    """This cannot be decided so. Look at it again with "vanthu review"."""

    exit_code = 2


class NoSuchMatter(DecisionRefused):
    """There is no field, rule or form “{address}” in this file. See the names with "vanthu review RECEIPT"."""


class FormNotNamed(DecisionRefused):
    """The file holds {count} forms. Say which one is meant, as in “2:{address}”."""


class ValueRefused(DecisionRefused):
    """{field}: {why} Nothing was changed; write the value again."""


class NothingRead(DecisionRefused):
    """{field}: nothing was read there that could be accepted. Write the value, or mark it unreadable."""


class ReasonMissing(DecisionRefused):
    """A reason is missing. Give it in a few words; it is kept with the decision."""


class AlreadyDecided(DecisionRefused):
    """{who} decided about “{what}” already, at {at}. If that is wrong, undo it first."""


class NothingToUndo(DecisionRefused):
    """Nobody has decided about “{what}”, so there is nothing to undo."""


class DecisionFixed(DecisionRefused):
    """The document {document} rests on this form and is past its draft. Refuse it or make its number void first."""


# Drafting (drafting)


class DraftImpossible(VanthuError):
    """The document cannot be drafted. Check the command and the register."""

    exit_code = 3


class NoSigner(DraftImpossible):
    """Nobody who may sign was in office on {day}. Add the appointment to the office file and run "vanthu init"."""


class NothingToDraft(DraftImpossible):
    """There is nothing to put into this document for {round} yet. Look at "vanthu status" to see who has handed in."""


class TitleNotOurs(DraftImpossible):
    """The chief of office may not confer “{title}” (R-AUTH-01, {law}). Propose it by a tờ trình (to_trinh) instead."""


class NotGranted(DraftImpossible):
    """The Council did not grant an award to: {names} (R-VOTE-01, {round}). Take only those its session granted one."""


class NotYetGranted(DraftImpossible):
    """The Council has not decided about {round} yet (R-VOTE-01, {law}). Hold its session first:
    "vanthu council plan"."""


class UnknownKind(DraftImpossible):
    """There is no document of the kind {kind}. Choose one of: {known}."""

    exit_code = 2


class UnknownVariant(DraftImpossible):
    """There is no variant {variant}. Choose one of: {known}."""

    exit_code = 2


class RoundNeeded(DraftImpossible):
    """A document of the kind {kind} is drafted for a round; "{given}" is none that fits. Give one like
    --round {example}."""

    exit_code = 2


class DataFileWrong(DraftImpossible):
    """The facts in {file} are not a JSON object. Correct the file and run the command again."""


class OffsetWrong(DraftImpossible):
    """The offset of the printer "can_chinh" ({given}) is not given in millimetres. Write it like "can_chinh":
    {{"ngang": 1.5, "doc": -2}}."""


class SumsDisagree(DraftImpossible):
    """The document contradicts itself: {problem}. Correct the list or the figures given with --data; nothing was
    changed."""


class DraftInUse(DraftImpossible):
    """The draft {file} is open in Word. Close it and run the command again; nothing was changed."""

    retry = True


class DraftClosed(DraftImpossible):
    """The document {document} is no draft any more. To change it, have it refused first, or draft a new document."""


# Typesetting (typeset)


class TypesetError(VanthuError):
    """The document could not be turned into PDF: {reason}. Run "vanthu doctor" to check LibreOffice and the fonts."""

    exit_code = 3


class UnfitDocument(TypesetError):
    """LibreOffice cannot take the document: {reason}. Open it in Word, save it as a new file and use that."""


# Signing (signing)


class SigningError(VanthuError):
    """The document cannot be signed. Check it with "vanthu verify"."""

    exit_code = 3


class NotPrepared(SigningError):
    """The file is not a PDF that can be signed here: it is damaged, signed by another program, or was never prepared.
    Freeze the draft again and sign that file."""


class SlotsUncertain(SigningError):
    """The places for number, day and signature are not certain: {problem}. Mend the place in Word, or copy that line
    from the template, and freeze the draft again."""


class NumberTooLong(SigningError):
    """The number {number} does not fit into the blank after “Số:”. Check the register of numbers; nothing was
    issued."""


class DateDiffers(SigningError):
    """The document is to be issued on {day}, but {printed} is printed in it. Correct the date in the draft and have it
    signed again, or issue it on a day that fits."""


class NumberDiffers(SigningError):
    """The number {number} is to be given, but {printed} is printed in the document. Use the number it was reserved
    for."""


class ChiefSignatureMissing(SigningError):
    """The signature of the competent person is missing, so the document cannot be issued. Have it signed first."""


class ChiefSignatureInvalid(SigningError):
    """The signature of the competent person is not valid: {problem}. Have the document signed again."""


class FilledInBetween(SigningError):
    """After the competent person had signed, somebody filled in number, day or metadata of the document by another way.
    Take the file as it came back from signing."""


class AlreadySigned(SigningError):
    """The document bears this signature already. Look at it with "vanthu verify"; nothing was changed."""


class ForbidsFilling(SigningError):
    """The signature of the competent person permits no more changes, so the organisation cannot add its own. Sign the
    file again without locking it: an ordinary signature, or one that permits filling in forms and signing. If the
    program for signing cannot do that, sign on paper ("vanthu print")."""


class PictureUnusable(SigningError):
    """The picture of the signature or seal cannot be used: {problem}. Save it as a PNG file with a transparent
    background."""


class TimestampTrouble(SigningError):
    """The time-stamping service gave no answer that can be used ({cause}). The document stays as it was; try again
    later, or switch the service off in the settings."""

    retry = True


class TimestampTooShort(SigningError):
    """A new archive timestamp would last no longer than the one there is: the certificate of the time-stamping service
    ends on {until}. Ask the service when it gets a new certificate; nothing was changed."""

    retry = True


class RevocationUnknown(SigningError):
    """Whether the certificate of {holder} was revoked cannot be told: no list of revoked certificates is at hand.
    Import the current list of the certificate authority."""


class NotTrustedForLong(SigningError):
    """The data for long-term validation cannot be added: the certificate of {holder} is not valid now, or its authority
    is not among those this office trusts. Add the authority to the settings."""


class KeyTrouble(SigningError):
    """The key cannot be used. Check the key file or the token."""


class WrongPin(KeyTrouble):
    """The PIN is wrong. It is not tried again by itself, as tokens lock after a few wrong PINs: type it once more with
    care."""


class PinLocked(KeyTrouble):
    """The token is locked after too many wrong PINs. Have it unlocked by the certificate authority."""


class TokenBusy(KeyTrouble):
    """The token {token} is being used by this program for other documents. Wait until these are signed, then sign
    again."""

    retry = True


class TokenMissing(KeyTrouble):
    """The token {token} is not connected. Plug it in and sign again."""


class TokenDriverMissing(KeyTrouble):
    """The driver {library} of the token cannot be loaded. Install the token's software, or correct the path in the
    settings."""


class KeyMissing(KeyTrouble):
    """There is no signing key with a certificate in {place}. Check that it is the right token or key file."""


class KeyFileDamaged(KeyTrouble):
    """The key file is no PKCS#12 file (.p12, .pfx), or is damaged. Fetch it again from the certificate authority."""


class CertificateExpired(KeyTrouble):
    """The certificate of {holder} was valid until {until} only. Renew it at the certificate authority."""


class CertificateNotYetValid(KeyTrouble):
    """The certificate of {holder} is valid from {since} only. Check the clock of this computer."""


class WrongHolder(KeyTrouble):
    """The certificate belongs to {holder}, the document is to be signed by {expected}. Use the key of {expected}."""


class ReturnedRefused(SigningError):
    """The signed file that came back cannot be accepted. Sign the file from the folder to be signed once more."""


class NotTheFileSent(ReturnedRefused):
    """The file that came back is not the file that was sent: a program saved it anew instead of adding a signature.
    Sign the file from the folder to be signed with a program that adds signatures (PAdES), or have its number reserved
    first ("vanthu reserve") and sign that."""


class ReturnedUnsigned(ReturnedRefused):
    """The file came back without a signature. Sign it in the field of the competent person and hand it in again."""


class ReturnedSignedTwice(ReturnedRefused):
    """The file came back with {count} signatures; only the one of the competent person may be in it. Sign the file
    from the folder to be signed once more."""


class ReturnedWrongField(ReturnedRefused):
    """The signature was put into the field {field} instead of that of the competent person. Sign the file from the
    folder to be signed once more, in the field meant for it."""


class ReturnedChanged(ReturnedRefused):
    """Besides the signature, the program that signed it changed the document. Sign the file from the folder to be
    signed once more with another program."""


class ReturnedRewritten(ReturnedRefused):
    """The program that signed the file saved it anew, and it is not the same document any more: {problem}. Sign the
    file from the folder to be signed with another program, or sign on paper ("vanthu print")."""


class ReturnedBroken(ReturnedRefused):
    """The signature in the file that came back is broken: {problem}. Sign the file from the folder to be signed once
    more."""


class ReturnedUntrusted(ReturnedRefused):
    """The certificate of {holder} in the file that came back is not trusted: {problem}. Sign with a certificate of an
    authority this office trusts."""


class ReturnedByAnother(ReturnedRefused):
    """The file that came back was signed by {holder}, not by {expected}. Have it signed by {expected}."""


class ReturnedOutOfTerm(ReturnedRefused):
    """The file that came back was signed at {time}, when the certificate of {holder} was not valid. Sign with a valid
    certificate."""


# Archive (archive)


class ArchiveError(VanthuError):
    """The document cannot be archived. Check it with "vanthu verify"."""

    exit_code = 3


class NotIssuedYet(ArchiveError):
    """The document {document} is not issued, or its number was declared void. Sign and issue it first."""


class NotFitForArchive(ArchiveError):
    """The document {symbol} was not archived: {problem}. Look at it with "vanthu verify" and tell whoever looks after
    the program."""


class RecordUnfit(ArchiveError):
    """The document {symbol} cannot be exported: {problem}. Correct the register or the list of types, and export it
    again."""


class AboutFileWrong(ArchiveError):
    """The file {file} cannot be used ({problem}). Mend that entry and run the command again."""


class NothingToVerify(ArchiveError):
    """There is no document or file named {name}. Run "vanthu documents" to see the documents."""


# Issuing (issuing)


class IssuingError(VanthuError):
    """The document cannot be taken a step further. Look at it with "vanthu documents"."""

    exit_code = 3


class NoSuchDocument(IssuingError):
    """There is no document named {document}. Run "vanthu documents" to see their names."""

    exit_code = 2


class PresentationWrong(IssuingError):
    """{document} contradicts the rules of presentation: {faults}. Mend it in Word, or freeze it all the same with a
    reason: --despite "…"."""


class NotWaitingForSignature(IssuingError):
    """The document {document} is not waiting for a signature. Look at it with "vanthu documents"."""


class NumberReserved(IssuingError):
    """The number {symbol} of {day} is reserved for the document {document} already. Nothing was changed."""


class DayNotReservable(IssuingError):
    """For {day} no number can be reserved, only for a day from today until {last}. Name such a day with --day."""


class DayNotCome(IssuingError):
    """The document is dated {day}, a day that has not come yet. Issue it on that day, or declare its number void."""


class NotSignedYet(IssuingError):
    """The document {document} is not signed by the competent person, so it gets neither number nor seal. Have it signed
    first."""


class IssuedBefore(IssuingError):
    """The document {document} has been issued already, as {symbol}. Nothing was changed."""


class NoSignerNamed(IssuingError):
    """The document {document} does not say who signs it. Draft it again, with "nguoi_ky" among the facts."""


class SignerNotPrinted(IssuingError):
    """The draft {document} is to be signed by {signer}, whose name is not in it any more. Put the name back in Word, or
    draft it again with the right "nguoi_ky" among the facts."""


class SignerNotInOffice(IssuingError):
    """On {day} {signer} held no post that may sign. Correct the appointments in the office file, or draft the document
    again for who is in office."""


class CopyNotProvided(IssuingError):
    """The decree knows no electronic copy “{form}” of an electronic document, for the signed file itself is an original
    wherever it is. Send that file on, or make an extract of it ("--kind trich_sao"). No number was used."""


class CopySourceUnfit(IssuingError):
    """Of this file no copy can be made: {problem}. Scan the paper document again, or take the signed file itself."""


class NoSuchPages(IssuingError):
    """The pages {pages} cannot be copied: the document has {there}. Name pages that are there, as in "--pages 1-3"."""

    exit_code = 2


class PagesNeeded(IssuingError):
    """An extract needs the pages it is made of, and only an extract has them. Name them with "--pages", or leave that
    out for a whole copy."""

    exit_code = 2


class ScanOfAnother(IssuingError):
    """The scan {receipt} bears marks that are not those of {document} as it was frozen last. Look at the scan: sign the
    document it belongs to, or print the right one anew and have it signed."""


class ScanNotConfirmed(IssuingError):
    """The file {receipt} is the scan of a paper, which a person must confirm. Look at its signature, then run
    "vanthu sign ID --paper {receipt}"; or return it."""


class ScanIncomplete(IssuingError):
    """On the scan {receipt} only the mark of the routing slip could be read. Scan all pages of the paper, the signed
    one among them, and hand that in."""


class ScanUnreadable(IssuingError):
    """The pages of the scan {receipt} cannot be drawn. Scan the paper again and hand it in."""


class NoSeries(IssuingError):
    """There is no series of numbers for the symbol {symbol}. Add it to the office file and run "vanthu init"."""


class LawMoved(IssuingError):
    """What the document rests on is no longer so on {day}: {changes}. Refuse it, draft it again and have it signed;
    no number was used."""


class DayBeforeLast(IssuingError):
    """The document is to be issued on {day}, but number {number} of the same series was given on {last}. Check the
    clock of this computer; no number was used."""


class SealUnsound(IssuingError):
    """The sealed document does not pass the check: {problem}. It stays signed, no number was used. Mend the cause and
    issue it again."""


class NotArchivable(IssuingError):
    """The PDF of {document} is not sound PDF/A: {problem}. Open the draft in Word, mend the place and freeze it
    again."""


class NoSuchNumber(IssuingError):
    """There is no document numbered {symbol} in force in the outgoing book. Run "vanthu register" to see the
    numbers."""

    exit_code = 2


class YearNeeded(IssuingError):
    """The number {symbol} was given in several years: {years}. Say which one with --year."""

    exit_code = 2


class NoKey(IssuingError):
    """No key was named, and the office keeps none for this. Name one with --key FILE.p12, or with --pkcs11 LIBRARY and
    --token NAME."""

    exit_code = 2


# Blank forms (reading.blanks)


class NoSuchBlank(VanthuError):
    """There is no blank form named {form}. Choose one of these: {known}."""

    exit_code = 2


# Set-up (register, cli)


class NotSetUp(VanthuError):
    """The office is not set up yet. Run "vanthu init"."""

    exit_code = 4


class OfficeFileWrong(NotSetUp):
    """The office file {file} is wrong at {place}: {problem}. Mend that entry and run "vanthu init" again."""


class MissingPart(NotSetUp):
    """{part} is missing. Install it: {remedy}."""


class CertificateFileWrong(NotSetUp):
    """The file {file} in the folder chung-thu is no certificate. Fetch it again from the certificate authority."""


class NoTimeService(NotSetUp):
    """No time-stamping service is set. Set VANTHU_TSA to its address, for this command and for the service."""


# Council (programme)


class CouncilError(VanthuError):
    """The Council's session cannot be taken a step further. Look at it with "vanthu council show"."""

    exit_code = 3


class NoSuchSession(CouncilError):
    """There is no session named {session}. Run "vanthu council list" to see their names."""

    exit_code = 2


class SessionClosed(CouncilError):
    """The session {session} was held and is closed; nothing about it can change. Hold another session."""


class NoCouncil(CouncilError):
    """On {day} the Council has no members in the register. Add them with "vanthu council member"."""


class NoSuchMember(CouncilError):
    """{who} is no member of the Council on {day}. Run "vanthu council members" to see who is."""

    exit_code = 2


class NotNominated(CouncilError):
    """{who} is not nominated or registered for {title} in this session. Vote only about those on its agenda."""


class VotesMissing(CouncilError):
    """No votes were counted for: {names}. Everybody on the agenda needs a result; add their votes and count again."""


class VotesDoNotAddUp(CouncilError):
    """The votes do not add up: {problem}. Compare the numbers with the minutes and count again."""


class QuorumNotMet(CouncilError):
    """Only {present} of {members} members are there; at least {least} must be. Hold the session when they are
    ({law})."""


class NotInGoldenBook(CouncilError):
    """The golden book has no award in force with the number {number}. Look it up with "vanthu awards list"."""

    exit_code = 2


class TallyWrong(CouncilError):
    """The sheet {file} cannot be used, cell {cell}: {problem}. Correct it in Excel and run the command again."""


class TitleNotForSubject(CouncilError):
    """{title} cannot be given to {who}: it is for {subjects}. Choose another title."""


# Exemplars and withdrawals (programme)


class ProgrammeError(VanthuError):
    """That cannot be noted in the programme. Check the command and the register."""

    exit_code = 3


class NothingToWithdraw(ProgrammeError):
    """The file {receipt} holds no nomination or registration that stands. Check the receipt's number."""


class CouncilHasDecided(ProgrammeError):
    """The Council has voted about {receipt} in session {session}. Take the award back by decision, or vote again in
    another session."""


class NoSuchExemplar(ProgrammeError):
    """There is no exemplar with the number {number}. Run "vanthu exemplar list" to see them."""

    exit_code = 2


class FieldNeeded(ProgrammeError):
    """An exemplar is all-round or of a field of emulation (plan I.1). Name a field, or say that it is all-round."""


class StageOutOfOrder(ProgrammeError):
    """{name} cannot enter the stage {stage} now; so far: {done}. The stages follow one another, each once."""


# Rules (law)


class RuleFileBroken(NotSetUp):
    """The rule file {file} cannot be used, entry {entry}: {problem}. Correct that entry and run the command again."""


# Statistics (programme.statistics)


class StatisticsError(VanthuError):
    """The statistics cannot be counted. Look at the sentence above for the reason."""

    exit_code = 3


class NoSuchPeriod(StatisticsError):
    """There is no period “{period}” to count; known are {known}. Name one of these, or a first and a last day."""


class StatisticsDisagree(StatisticsError):
    """The statistics of {window} do not add up: {problem}. Nothing was drafted from them; please report this with the
    numbers named."""


class NoSuchRule(VanthuError):
    """{file} has no entry “{key}” from {day} that waits to be confirmed. See “vanthu law list” for the entries."""

    exit_code = 2


class NoRuleForDay(VanthuError):
    """There is no rule for {what} on {day}. Check the day, or add the rule with its source to the rule file."""

    exit_code = 3


# Presentation (conformity)


class NotCheckable(VanthuError):
    """The presentation of {kind} files cannot be checked. Give a .docx, .doc, .rtf, .odt or .pdf file."""

    exit_code = 3


class CannotBeCorrected(NotCheckable):
    """A PDF cannot be corrected. Correct the Word file it was made from, with --fix."""


# Storage (register, intake, engine)


class StorageTrouble(VanthuError):
    """The disk or the database cannot be used just now; nothing was lost. Run the command again in a moment."""

    exit_code = 5
    retry = True


class StoreTrouble(StorageTrouble):
    """The store {folder} cannot be written ({cause}); nothing was lost. Make room on that disk:
    work goes on by itself."""


class DiskFloor(StorageTrouble):
    """Only {free_mb} MB are left on the disk of {folder}, less than the {floor_mb} MB that must stay free; nothing is
    taken from the inbox. Make room on that disk: work goes on by itself."""


class RegisterTrouble(StorageTrouble):
    """The register cannot be reached just now ({cause}); nothing was lost. Check the database:
    work goes on by itself."""


class StillBeingWritten(StorageTrouble):
    """Somebody is still writing the file {name}; nothing was lost. It is taken as soon as it is complete."""


class SourceUnreadable(StorageTrouble):
    """The file {name} cannot be read just now ({cause}); it stays where it is. Check the disk or the share it
    lies on."""


class InboxGone(StorageTrouble):
    """The folder {folder} is missing or is not the inbox of this office; nothing is taken from it. Connect the share
    again: work goes on by itself. For a new inbox run "vanthu init"."""


class SecondWatcher(StorageTrouble):
    """The inbox is already being watched by process {pid} on {host}; only one may take files from it. Use that one,
    or stop it first."""

    retry = False
