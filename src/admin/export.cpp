#include "admin/export.h"

namespace cloakroom::admin {

void export_users(auth::Services& services, bool with_hashes, const auth::Actor& actor,
                  const std::function<void(const ExportedUser&)>& take) {
    db::Transaction transaction(services.database, db::Durability::full);
    services.audit.write(auth::Event::users_exported, actor, std::nullopt, with_hashes ? "password_hash" : "");
    transaction.commit();
    services.users.for_each([&](const auth::ListedUser& user) {
        const auto stored = with_hashes ? services.users.find(user.canonical_name) : std::nullopt;
        take({user, stored ? stored->password_hash : ""});
    });
}

}  // namespace cloakroom::admin
