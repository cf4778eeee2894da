"""Locked workers: unreviewed domain code runs in a process that can do nothing but answer.

Linux only. `remote` has what the rest of the package uses: `Worker` serves a domain folder the way
`LocalServer` does, and its sessions speak the same protocol. Below it, from the outside in:

- `connection`, `answers`, `channel`: one worker, and the parent's distrust of what it says;
- `process`, `nursery`: starting workers by forking a process that has the libraries loaded;
- `worker`, `service`, `stored_files`: what runs in the worker;
- `locks`, `filter`: what holds it in.

The boundary protects the host: files, network, other processes, memory, time. It does not protect
a hostile domain's own score, since its code computes it, nor against flaws of the kernel.
"""
