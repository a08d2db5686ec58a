/* The host's services for a program under a debugger or an emulator ("Semihosting for AArch32 and
   AArch64", Arm), as a Cortex-M asks for them. */
#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include <stdint.h>

enum {
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITE = 0x05, /* answers how many bytes are left */
    SYS_READ = 0x06,  /* the same */
    SYS_FLEN = 0x0C,
    SYS_GET_CMDLINE = 0x15,
    SYS_EXIT_EXTENDED = 0x20
};

/* The third argument of SYS_OPEN. */
enum { SEMIHOSTING_READ = 1, SEMIHOSTING_WRITE = 5, SEMIHOSTING_WRITE_TEXT = 4 };

static inline int32_t semihosting(int32_t operation, const void* arguments) {
    register int32_t r0 __asm("r0") = operation;
    register const void* r1 __asm("r1") = arguments;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory", "r2", "r3", "ip", "lr", "cc");
    return r0;
}

__attribute__((noreturn)) static inline void semihosting_exit(int32_t code) {
    const int32_t arguments[2] = {0x20026, code}; /* ADP_Stopped_ApplicationExit */
    for (;;) (void)semihosting(SYS_EXIT_EXTENDED, arguments);
}

#endif
