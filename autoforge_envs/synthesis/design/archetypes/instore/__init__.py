"""Going out: shops sell vouchers for dishes or treatments in advance, and keep tables or chairs."""
