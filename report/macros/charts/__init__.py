"""From numbers to the coordinates of charts; the template holds the markup, the style sheet the colours."""
