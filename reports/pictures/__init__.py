"""Pictures of reports as SVG: labels are text and may be links, and Arabic pictures are mirror images.

The length of a bar shows how uncertain a date is, plans are dashed, and only stages with a milestone are coloured.
Colours are attributes, so that the style sheet of a page may change them by class.
"""
