-- For wrk: wrong passwords from 200 networks in turn, each fourth for the name "owner", the others for names that nobody has.
local try = 0

function request()
    try = try + 1
    local headers = {
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Origin"] = "http://" .. wrk.host .. ":" .. wrk.port,
        ["X-Forwarded-For"] = "203.0." .. try % 200 .. ".7",
    }
    local name = try % 4 == 0 and "owner" or "name-" .. math.random(1000000)
    return wrk.format("POST", nil, headers, "username=" .. name .. "&password=a+wrong+password")
end
