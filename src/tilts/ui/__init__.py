"""The frame, the components and the little script: what every page is made of."""
