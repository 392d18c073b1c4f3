// What the bare programs share: cgicc on top of libfcgi, as the manuals of both say, and the key of a session.
#pragma once

#include <cgicc/CgiEnvironment.h>
#include <cgicc/CgiInput.h>
#include <cgicc/Cgicc.h>
#include <fcgiapp.h>
#include <sodium.h>

#include <array>
#include <string>

namespace bare {

class Input : public cgicc::CgiInput {
   public:
    explicit Input(FCGX_Request& request) : request_(request) {}
    std::size_t read(char* data, std::size_t size) override {
        return static_cast<std::size_t>(FCGX_GetStr(data, static_cast<int>(size), request_.in));
    }
    std::string getenv(const char* name) override {
        const char* value = FCGX_GetParam(name, request_.envp);
        return value != nullptr ? value : "";
    }

   private:
    FCGX_Request& request_;
};

using Key = std::array<unsigned char, crypto_hash_sha256_BYTES>;

inline Key key_of(const std::string& cookie) {
    Key key{};
    crypto_hash_sha256(key.data(), reinterpret_cast<const unsigned char*>(cookie.data()), cookie.size());
    return key;
}

inline std::string first_cookie(const cgicc::Cgicc& cgi) {
    const auto& cookies = cgi.getEnvironment().getCookieList();
    return cookies.empty() ? "" : cookies.front().getValue();
}

inline void answer(FCGX_Request& request, const std::string& headers, const std::string& body) {
    const std::string document = headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    FCGX_PutStr(document.data(), static_cast<int>(document.size()), request.out);
}

// Calls answer_one(request, cgi, key) for each request, for ever.
template <typename AnswerOne>
void serve(const AnswerOne& answer_one) {
    FCGX_Request request;
    FCGX_Init();
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        Input input(request);
        const cgicc::Cgicc cgi(&input);
        answer_one(request, cgi, key_of(first_cookie(cgi)));
    }
}

}  // namespace bare
