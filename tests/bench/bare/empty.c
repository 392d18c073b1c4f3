// The smallest CGI program: what starting any program costs.
#include <stdio.h>

int main(void) {
    return puts("Content-Type: text/plain\r\n\r\nok") < 0;
}
