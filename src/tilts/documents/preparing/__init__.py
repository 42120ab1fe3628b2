"""Takes files apart that strangers made: what they are, whether they are taken, and what is kept of them.

Plain Python without Django, settings or keys. It runs in a process of its own (`python -m tilts.documents.preparing`)
with little memory and little time, so that a file made to harm harms nothing but its own examination.
"""
