/* Picolibc's start calls main() without the command line that the emulator was given. This one goes
   in between: to be linked with -Wl,--wrap=main. */
#include <semihost.h>
#include <stddef.h>

#define MAX_ARGUMENTS 8

int __real_main(int argc, char** argv);
int __wrap_main(void);

static char command_line[512];
static char* arguments[MAX_ARGUMENTS + 1];

int __wrap_main(void) {
    int count = 0;
    char* at = command_line;
    if (sys_semihost_get_cmdline(command_line, (int)sizeof command_line - 1) != 0) *at = '\0';
    while (count < MAX_ARGUMENTS) {
        while (*at == ' ') *at++ = '\0';
        if (*at == '\0') break;
        arguments[count++] = at;
        while (*at != '\0' && *at != ' ') ++at;
    }
    arguments[count] = NULL;
    return __real_main(count, arguments);
}
