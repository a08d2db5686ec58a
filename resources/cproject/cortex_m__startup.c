/* From reset to main() on a Cortex-M4 or M7: variables, floating-point unit, painted stack, and the
   command line that the emulator was given. A fault ends the program with exit code 99. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "semihosting.h"

/* Where the linker script has put things. */
extern uint32_t __data_start[], __data_end[], __bss_start[], __bss_end[];
extern const uint32_t __data_image[];
extern uint32_t __stack_limit[], __stack_top[];

/* The C library's own streams; there only where the program uses them. */
extern void initialise_monitor_handles(void) __attribute__((weak));

int main(int argc, char** argv);
void reset_handler(void);
void fault_handler(void);

typedef void (*handler)(void);

/* The stack's top, then reset and the fifteen exceptions of the core. */
__attribute__((section(".vectors"), used)) static const handler vectors[16] = {
    (handler)(uintptr_t)__stack_top,
    reset_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler,
    fault_handler};

#define STACK_PAINT 0xA5C35A3CU
#define MAX_ARGUMENTS 8

static char command_line[512];
static char* arguments[MAX_ARGUMENTS + 1];

/* Words are separated by blanks; double quotes keep blanks in a word. */
static int split(char* text) {
    int count = 0;
    char* to = text;
    while (count < MAX_ARGUMENTS) {
        int is_quoted = 0;
        while (*text == ' ') ++text;
        if (*text == '\0') break;
        arguments[count++] = to;
        for (; *text != '\0' && (is_quoted || *text != ' '); ++text) {
            if (*text == '"')
                is_quoted = !is_quoted;
            else
                *to++ = *text;
        }
        if (*text != '\0') ++text;
        *to++ = '\0';
    }
    arguments[count] = NULL;
    return count;
}

static int read_command_line(void) {
    struct {
        char* text;
        int32_t bytes;
    } block = {command_line, (int32_t)sizeof command_line - 1};
    if (semihosting(SYS_GET_CMDLINE, &block) != 0) command_line[0] = '\0';
    return split(command_line);
}

__attribute__((noinline, noreturn)) static void start(void) {
    if (initialise_monitor_handles != NULL) initialise_monitor_handles();
    const int count = read_command_line();
    exit(main(count, arguments));
}

void reset_handler(void) {
    volatile uint32_t* const coprocessors = (volatile uint32_t*)0xE000ED88; /* SCB->CPACR */
    *coprocessors |= 0xFU << 20;                                            /* the FPU, for all */
    __asm volatile("dsb\n isb" ::: "memory");

    const uint32_t* from = __data_image;
    for (uint32_t* to = __data_start; to < __data_end;) *to++ = *from++;
    for (volatile uint32_t* to = __bss_start; to < (volatile uint32_t*)__bss_end;) *to++ = 0;
    uint32_t* sp;
    __asm volatile("mov %0, sp" : "=r"(sp));
    for (volatile uint32_t* to = __stack_limit; to < (volatile uint32_t*)sp;) *to++ = STACK_PAINT;
    start();
}

void fault_handler(void) { semihosting_exit(99); }
