// start ROUNDS PROGRAM...: runs the programs in turn as CGI programs and prints the median of each, in milliseconds.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

enum { most_rounds = 10000, most_programs = 8 };
extern char** environ;

static int compare(const void* left, const void* right) {
    const double difference = *(const double*)left - *(const double*)right;
    return (difference > 0) - (difference < 0);
}

static double run(char* program, const posix_spawn_file_actions_t* files) {
    char* arguments[] = {program, NULL};
    struct timespec begin, end;
    int status = 0;
    pid_t pid;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (posix_spawn(&pid, program, files, NULL, arguments, environ) != 0) exit(1);
    waitpid(pid, &status, 0);
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (status != 0) {
        fprintf(stderr, "%s failed\n", program);
        exit(1);
    }
    return (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6;
}

int main(int argc, char** argv) {
    static double times[most_programs][most_rounds];
    const int rounds = argc > 2 ? atoi(argv[1]) : 0;
    const int programs = argc - 2;
    if (rounds < 1 || rounds > most_rounds || programs > most_programs) return 2;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    for (int round = 0; round < rounds; ++round)
        for (int i = 0; i < programs; ++i) times[i][round] = run(argv[i + 2], &files);
    for (int i = 0; i < programs; ++i) {
        qsort(times[i], (size_t)rounds, sizeof times[i][0], compare);
        printf("%.2f\n", times[i][rounds / 2]);
    }
}
