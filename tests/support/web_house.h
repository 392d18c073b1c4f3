// A house with all pages: requests go through dispatch, without a server.
//
//     WebHouse house;
//     house.add("alice");
//     const auto id = house.sign_in("alice").fresh->id;
//     BOOST_TEST(house.get("/home", id).status == 200);
//
// Pages written with replace_page() win over the built-in ones.
#pragma once

#include <fstream>

#include "http/cookie.h"
#include "support/house.h"
#include "web/dispatch.h"

namespace cloakroom::test {

struct WebHouse : House {
    WebHouse() {
        std::filesystem::create_directory(folder->path() / "html");
        site.options.private_folder = folder->path().string();
        log.also_to((folder->path() / "test.log").string());
    }

    http::Response get(const std::string& path, const std::string& id = "") {
        return web::dispatch(site, request(http::Method::get, path, id));
    }

    http::Response post(const std::string& path, http::Fields form, const std::string& id = "") {
        http::Request sent = request(http::Method::post, path, id);
        sent.fetch_site = "same-origin";
        sent.form = std::move(form);
        return web::dispatch(site, sent);
    }

    static http::Request request(http::Method method, const std::string& path, const std::string& id) {
        http::Request sent;
        sent.method = method;
        sent.path = path;
        sent.id = "0123456789abcdef";
        sent.address = "192.0.2.1";
        if (!id.empty()) sent.cookies = http::session_cookie_name(false, "") + "=" + id;
        return sent;
    }

    static std::string header(const http::Response& response, std::string_view name) {
        for (const auto& [known, value] : response.headers) {
            if (known == name) return value;
        }
        return "";
    }

    void replace_page(const char* name, const char* content) const {
        std::ofstream(folder->path() / "html" / name) << content;
    }

    admin::SetUp set_up{auth, {.of_data = folder->path().string(), .of_program = folder->path().string()}};
    view::Templates templates{(folder->path() / "html").string()};
    Log log{clock};
    web::Site site{.options = {}, .auth = auth, .set_up = set_up, .templates = templates, .log = log};
};

}  // namespace cloakroom::test
