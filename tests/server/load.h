// Many browsers at once, while something happens to the program.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/site.h"

namespace cloakroom::test {

// Browsers that load a page again and again until the object ends.
class Load {
   public:
    Load(Site& site, int browsers, std::string path) : path_(std::move(path)) {
        const HttpClient signed_in = site.signed_in();
        for (int i = 0; i < browsers; ++i) {
            HttpClient browser = site.client();
            browser.cookies = signed_in.cookies;
            threads_.emplace_back(
                [this, browser = std::make_shared<HttpClient>(std::move(browser))] { run(*browser); });
        }
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load() { stop(); }

    void stop() {
        stopping_ = true;
        threads_.clear();
    }
    int answered() const { return answered_; }
    int failed() const { return failed_; }
    std::string first_failure() const { return first_failure_; }

   private:
    void run(HttpClient& browser) {
        while (!stopping_) {
            try {
                const HttpResponse response = browser.get(path_);
                if (response.status == 200 && response.shows("</html>")) {
                    ++answered_;
                } else {
                    note("status " + std::to_string(response.status) + ": " + response.body);
                }
            } catch (const std::exception& error) {
                note(error.what());
            }
        }
    }
    void note(const std::string& what) {
        if (failed_++ == 0) first_failure_ = what;
    }

    std::string path_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> answered_ = 0;
    std::atomic<int> failed_ = 0;
    std::string first_failure_;
    std::vector<std::jthread> threads_;
};

// As an upload does it that is named when it is whole.
inline void put_in_place(const std::filesystem::path& file, const std::filesystem::path& program) {
    const std::filesystem::path fresh = program.string() + ".new";
    std::filesystem::copy_file(file, fresh, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::permissions(fresh, std::filesystem::perms{0755});
    std::filesystem::rename(fresh, program);
}

}  // namespace cloakroom::test
