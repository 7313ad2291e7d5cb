-- Hand-overs, each with a request key of its own: none is a repeat. The environment names the session and the form.
local body = os.getenv("HAND_OVER_FORM")
local session = os.getenv("HAND_OVER_COOKIE")
local origin = os.getenv("HAND_OVER_ORIGIN")
local run = os.getenv("HAND_OVER_RUN")
local count, others = 0, 0

function request()
  count = count + 1
  local headers = { ["Cookie"] = session, ["Origin"] = origin, ["Content-Type"] = "application/x-www-form-urlencoded" }
  return wrk.format("POST", "/hand-overs", headers, body .. "&request=" .. run .. "-" .. count)
end

function response(status)
  if status ~= 303 then
    others = others + 1
    if others == 1 then print("unexpected status: " .. status) end
  end
end
