// The server of this page: requests with the token, and answers that come in lines.

const KEY = "byhand-token";

function token() {
  const given = location.hash.slice(1);
  if (/^[\w-]{20,}$/.test(given)) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(KEY) ?? "";
}

const lesson = new URLSearchParams(location.search).get("lesson"); // else the one that the server begins with
const bearer = `Bearer ${token()}`;

// The answer's status and JSON; status 0 where the server is gone.
// A `last` word is delivered though the page is being left.
export async function ask(path, body, last = false) {
  try {
    const answer = await request(path, body, last);
    const text = await answer.text();
    let data = {};
    try { data = JSON.parse(text); } catch { data = { words: text }; }
    return { ok: answer.ok, status: answer.status, data };
  } catch {
    return { ok: false, status: 0, data: { words: "The server of this page has ended: run `grade page` again." } };
  }
}

// Each line of an answer, as an object, as it comes.
export async function* lines(path, body) {
  const answer = await request(path, body);
  if (!answer.ok) {
    let words = await answer.text();
    try { words = JSON.parse(words).words; } catch { /* plain words */ }
    throw new Error(words);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) if (part) yield JSON.parse(part);
  }
}

function request(path, body, last = false) {
  const how = { headers: { authorization: bearer }, keepalive: last };
  if (body !== undefined) {
    how.method = "POST";
    how.headers["content-type"] = "application/json";
    how.body = JSON.stringify(body);
  }
  return fetch(`api/${path}${lesson ? `?lesson=${encodeURIComponent(lesson)}` : ""}`, how);
}
