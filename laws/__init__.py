"""法源: the dated register of laws and documents that a request may rest on."""
