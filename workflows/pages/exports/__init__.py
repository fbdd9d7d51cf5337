"""导出: every list as CSV or XLSX; short ones at once, long ones in the background."""
