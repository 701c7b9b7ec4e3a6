"""Achievements as units write them, full of words that are labels and values elsewhere on the form."""

from __future__ import annotations

from random import Random

_OPENERS = (
    "Trong quý {q}/{y}, đồng chí đã tham mưu ban hành {n} văn bản chỉ đạo, điều hành, không có văn bản nào chậm hạn.",
    "Hoàn thành xuất sắc nhiệm vụ được giao; trực tiếp xử lý {n} hồ sơ thủ tục hành chính, tỷ lệ trả đúng hẹn đạt 100%.",
    "Chủ trì xây dựng phần mềm theo dõi ý kiến chỉ đạo, rút ngắn thời gian tổng hợp báo cáo từ 05 ngày xuống còn 01 ngày.",
    "Tiếp {n} lượt công dân, hướng dẫn {m} đơn thư đúng thẩm quyền, không để xảy ra tình trạng khiếu kiện vượt cấp.",
    "Số hóa {n} hồ sơ lưu trữ của đơn vị, bàn giao đúng quy định trước ngày 15/{mo}/{y}.",
)
_BODIES = (
    "Phối hợp với các đơn vị công tác tại xã Y Tý và Mường Hum tổ chức {m} buổi tập huấn về chuyển đổi số cho cán bộ, công chức cấp xã.",
    "Là người dân tộc thiểu số, đồng chí đã vận động {m} hộ ở thôn bản đăng ký định danh điện tử mức độ 2.",
    "Đề xuất sáng kiến “Một lần quét, nhiều nơi dùng” được Hội đồng sáng kiến công nhận tại Quyết định số 1{m}/QĐ-VPUBND ngày 20 tháng {mo} năm {y}.",
    "Phong trào thi đua “Lao động giỏi, Lao động sáng tạo” được đồng chí hưởng ứng tích cực, năm trước đã đạt danh hiệu Lao động tiên tiến.",
    "Trước đó, quý I năm {py}, đồng chí được Trưởng đơn vị biểu dương trước toàn cơ quan.",
    "Chủ động học tập nâng cao trình độ, chức vụ nào cũng hoàn thành tốt nhiệm vụ; được tập thể phòng, ban, đơn vị tín nhiệm.",
    "Tham mưu lãnh đạo Văn phòng tổ chức thành công hội nghị trực tuyến toàn tỉnh với {n} đại biểu; kinh phí tiết kiệm {m} triệu đồng.",
    "Hỗ trợ ông Lù Văn Ngoại và bà Vàng Thị Khách hoàn thiện hồ sơ đất đai tồn đọng từ năm {py}.",
    "Tỷ lệ hồ sơ nộp trực tuyến tăng từ 41,5% lên {m},2%; mức độ hài lòng của người dân đạt 98,7%.",
    "Giới tính, tuổi tác hay nơi sinh không phải là rào cản: đồng chí đã kèm cặp {m} công chức trẻ.",
    "Trực 24/24 giờ trong đợt mưa lũ từ ngày 05/{mo} đến ngày 12/{mo}/{y}, cập nhật {n} báo cáo nhanh.",
    "Ngoài giờ hành chính vẫn tình nguyện dạy chữ cho bà con, họ và tên từng học viên đều được ghi lại trong sổ theo dõi của Nhà văn hóa.",
    "Xây dựng cơ quan đạt chuẩn văn hóa công sở: nghiêm túc thời gian, trang phục, lời nói; không có phản ánh của người dân.",
)
_CLOSERS = (
    "Kết quả trên đã được lãnh đạo phòng ghi nhận, đề nghị nhân rộng trong toàn Văn phòng.",
    "Cuối quý, đồng chí được 100% ý kiến tập thể đơn vị thống nhất giới thiệu.",
    "Cách làm của đồng chí có thể áp dụng cho các phòng, ban, đơn vị khác.",
    "Với thành tích đó, đồng chí xứng đáng là điển hình tiêu biểu của đơn vị.",
)
_TASKS = ("Theo dõi công tác cải cách hành chính, kiểm soát thủ tục hành chính", "Tổng hợp, văn thư, lưu trữ của phòng", "Quản trị hệ thống thư điện tử công vụ", "Tiếp công dân, xử lý đơn thư")  # fmt: skip
_IDEAS = ("Rút ngắn quy trình trình ký văn bản", "Dùng mã vạch để tra cứu hồ sơ giấy", "Lịch công tác chung trên điện thoại", "Sổ tay hỏi đáp thủ tục hành chính bằng tiếng Mông")  # fmt: skip


def _fill(rng: Random, sentence: str, quarter: int, year: int) -> str:
    roman = ("I", "II", "III", "IV")[quarter - 1]
    month = quarter * 3 - rng.randint(0, 2)
    return sentence.format(q=roman, y=year, py=year - 1, n=rng.randint(102, 980), m=rng.randint(12, 90), mo=month)


def achievements(rng: Random, quarter: int, year: int, paragraphs: int | None = None) -> tuple[str, ...]:
    """The paragraphs of one achievement text, 1 to 5 of them."""
    count = paragraphs or rng.choice((1, 1, 2, 3, 4, 5))
    sentences = [rng.choice(_OPENERS), *rng.sample(_BODIES, rng.randint(count, count + 3)), rng.choice(_CLOSERS)]
    filled = [_fill(rng, sentence, quarter, year) for sentence in sentences]
    groups: list[list[str]] = [[] for _ in range(count)]
    for at, sentence in enumerate(filled):
        groups[at * count // len(filled)].append(sentence)
    mark = rng.choice(("", "- ", "+ ")) if count > 1 else ""
    return tuple(mark + " ".join(group) for group in groups if group)


def task(rng: Random) -> str:
    return rng.choice(_TASKS)


def idea(rng: Random) -> str:
    return rng.choice(_IDEAS)
