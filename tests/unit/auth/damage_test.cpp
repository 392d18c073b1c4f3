// A database file that was damaged, a thousand times: no crash, and nobody comes in.
#include <fstream>
#include <random>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using test::holds;
using test::House;

namespace {

constexpr std::size_t page_size = 4096;

// A sound database with a user, variables, and a session that was ended.
struct Sound {
    std::string file;
    std::string living;
    std::string ended;

    Sound() {
        House house;
        house.add("alice");
        living = house.sign_in("alice").fresh->id;
        const auto left = house.sign_in("alice").fresh;
        ended = left->id;
        const auto session = house.find(living).value();
        for (int i = 0; i < 50; ++i) {
            house.auth.variables.write(session, auth::Space::program, "key" + std::to_string(i), std::string(500, 'v'));
        }
        house.auth.flash_messages.add(session, "message", "hello");
        house.auth.sessions.end(left->session);
        house.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        file = test::read_whole(house.path());
    }
};

class Damage {
   public:
    std::string of(std::string file) {
        switch (below(7)) {
            case 0:
                file.resize(below(file.size()));
                break;
            case 1:
                std::fill_n(page_in(file), page_size, '\0');
                break;
            case 2:
                std::generate_n(page_in(file), page_size, [this] { return static_cast<char>(dice_()); });
                break;
            case 3:
                std::copy_n(page_in(file), page_size, page_in(file));
                break;
            case 4:
                file = std::string(below(3) * 5000, 'x');  // empty, or something else altogether
                break;
            default:
                flip(file, 1 + below(16));
        }
        return file;
    }

   private:
    std::size_t below(std::size_t limit) { return dice_() % limit; }
    std::string::iterator page_in(std::string& file) {
        const std::size_t page = below(file.size() / page_size);
        return file.begin() + static_cast<std::ptrdiff_t>(page * page_size);
    }
    // Half of them where a page tells of its own structure.
    void flip(std::string& file, std::size_t bits) {
        for (; bits > 0; --bits) {
            const std::size_t at =
                below(2) == 0 ? below(file.size()) : below(file.size() / page_size) * page_size + below(100);
            file[at] = static_cast<char>(file[at] ^ (1 << below(8)));
        }
    }

    std::mt19937 dice_{1};  // NOLINT: the same damage each time
};

// What a request does; whatever is wrong is an exception, which is a page.
bool lets_somebody_in(const std::shared_ptr<test::TempFolder>& folder, const Sound& sound, int& noticed) {
    try {
        House house({}, folder);
        if (house.find(sound.ended) || house.find(std::string(43, 'A'))) return true;
        const auto session = house.find(sound.living);
        if (!session) return false;
        house.auth.variables.read_all(*session, auth::Space::program);
        house.auth.variables.write(*session, auth::Space::program, "key7", "new");
        house.auth.flash_messages.take(*session, "");
        house.auth.sessions.list(1);
        house.clock.move(std::chrono::hours{1});
        house.auth.sessions.saw(*session);
        house.auth.sessions.end(*session);
        return house.find(sound.living).has_value();
    } catch (const std::exception&) {
        ++noticed;
        return false;
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(damage)

BOOST_AUTO_TEST_CASE(a_thousand_damaged_files_let_nobody_in_and_crash_nothing, *holds("DB10")) {
    const Sound sound;
    const auto folder = std::make_shared<test::TempFolder>();
    const std::filesystem::path file = folder->path() / "cloakroom.sqlite";
    Damage damage;
    int noticed = 0;
    for (int round = 0; round < 1000; ++round) {
        for (const auto& entry : std::filesystem::directory_iterator(folder->path())) {
            std::filesystem::remove(entry.path());
        }
        std::ofstream(file, std::ios::binary) << damage.of(sound.file);
        BOOST_TEST_REQUIRE(!lets_somebody_in(folder, sound, noticed), "round " << round);
    }
    BOOST_TEST((noticed > 100 && noticed < 1000), noticed);  // the rest hit what nobody read
}

BOOST_AUTO_TEST_CASE(with_a_damaged_user_table_no_password_is_right, *holds("DB10")) {
    for (const char* damage : {"UPDATE users SET password_hash = ''", "UPDATE users SET password_hash = '$argon2id$'",
                               "UPDATE users SET password_hash = substr(password_hash, 1, 60)",
                               "UPDATE users SET password_hash = hex(password_hash)", "DELETE FROM users"}) {
        House house;
        house.add("alice");
        house.execute(damage);
        BOOST_TEST(!house.sign_in("alice").fresh.has_value(), damage);
        BOOST_TEST(!house.sign_in("alice", "").fresh.has_value(), damage);
    }
}

BOOST_AUTO_TEST_SUITE_END()
