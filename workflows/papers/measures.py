"""GB/T 9704-2012 in points: the page, the area of the text, the grid of 22 lines of 28 characters."""

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
TOP, LEFT = 37 * MM, 28 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
LINES, CHARACTERS = 22, 28

PITCH = HEIGHT / LINES
"""From one line to the next."""
STEP = WIDTH / CHARACTERS
"""From one character to the next."""
SIZE_3, SIZE_2, SIZE_4 = 16.0, 22.0, 14.0
"""三号, 二号, 四号."""
SQUEEZE = STEP - SIZE_3
"""What is taken from the room of each character of 三号 so that 28 stand on a line: negative."""
INDENT = 2 * STEP

MASTHEAD_TOP = TOP + 35 * MM
"""7.2.4: the upper edge of the issuer's name, general form."""
LETTER_MASTHEAD_TOP = 30 * MM
"""10.1: the same, form of letters; measured from the edge of the page."""
LETTER_RULE = 170 * MM
LETTER_FOOT = (297 - 20) * MM
RULE_GAP = 4 * MM
"""From the number to the red line."""
PAGE_NUMBER = BOTTOM + 7 * MM
"""7.4: the upper edge of the line beside the page's number."""
RED = (214, 0, 15)
