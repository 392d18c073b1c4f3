// Answers each FastCGI request with what stands in the file "answer" beside it, byte for
// byte; as long as there is no such file it says nothing at all, nor ends.
#include <fcgiapp.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

int main() {
    const auto file = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "answer";
    FCGX_Request request;
    FCGX_Init();
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        while (!std::filesystem::exists(file)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        std::ifstream stream(file);
        const std::string answer(std::istreambuf_iterator<char>(stream), {});
        FCGX_PutStr(answer.data(), static_cast<int>(answer.size()), request.out);
        FCGX_Finish_r(&request);
    }
}
