// hash SECONDS: how often a second this process can verify a password at the cost that the program ships with.
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char** argv) {
    static const char password[] = "correct horse battery staple";
    char hash[crypto_pwhash_STRBYTES];
    if (argc != 2 || sodium_init() < 0) return 2;
    if (crypto_pwhash_str_alg(hash, password, strlen(password), 2, 19456 * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return 1;
    const double begin = now();
    const double end = begin + atof(argv[1]);
    int count = 0;
    while (now() < end) {
        if (crypto_pwhash_str_verify(hash, password, strlen(password)) != 0) return 1;
        ++count;
    }
    printf("%.1f\n", count / (now() - begin));
}
