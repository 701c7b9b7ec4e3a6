"""Capital letters (NĐ 30/2020, Phụ lục II)."""
