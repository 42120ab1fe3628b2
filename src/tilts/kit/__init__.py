"""The ground floor: plain Python that every room stands on."""
