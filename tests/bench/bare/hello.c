// The bare FastCGI program that ours is compared with: a fixed page of 2 KiB, and nothing else.
#include <fcgiapp.h>
#include <string.h>

int main(void) {
    static char page[2048];
    memset(page, 'x', sizeof page);
    FCGX_Request request;
    FCGX_Init();
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_FPrintF(request.out, "Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
                     (int)sizeof page);
        FCGX_PutStr(page, sizeof page, request.out);
        FCGX_Finish_r(&request);
    }
}
