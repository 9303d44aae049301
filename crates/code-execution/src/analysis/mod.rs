//! Static analysis of Python source. Pure: no I/O.
