"""利用者の確かめ: from the cookie that a browser brings to the person that it stands for, and one's own account."""
