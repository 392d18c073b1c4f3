// copy FILE: the least that sends a large file over FastCGI: 64 KiB at a time. Ours in chunks is compared with it.
#include <fcgiapp.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int count, char** arguments) {
    static char chunk[65536];
    FCGX_Request request;
    if (count != 2) return 2;
    FCGX_Init();
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        const int file = open(arguments[1], O_RDONLY);
        struct stat status = {0};
        fstat(file, &status);
        FCGX_FPrintF(request.out, "Content-Type: application/octet-stream\r\nContent-Length: %ld\r\n\r\n", (long)status.st_size);
        for (ssize_t got; (got = read(file, chunk, sizeof chunk)) > 0;) FCGX_PutStr(chunk, (int)got, request.out);
        close(file);
        FCGX_Finish_r(&request);
    }
}
