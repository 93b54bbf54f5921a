// The page's few lines of script: takes files, hands them to the wasm, shows what it answers. It judges nothing itself.
(async () => {
  const find = (id) => document.getElementById(id);
  // Longer files and more of them are not judged: the wasm says so, and needs one more than it takes to know.
  const MOST = 1 << 20;
  const MOST_FILES = 50;
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const base64 = (buffer) => {
    let text = "";
    const all = new Uint8Array(buffer);
    for (let at = 0; at < all.length; at += 0x8000) text += String.fromCharCode(...all.subarray(at, at + 0x8000));
    return btoa(text);
  };
  try {
    await wasm_bindgen({ module_or_path: bytes(find("wasm").textContent.trim()).buffer });
  } catch (error) {
    console.error(error);
    const words = document.createElement("p");
    words.className = "told told--bad";
    words.textContent = "This browser cannot run the check. Please try another one that is up to date.";
    find("result").replaceChildren(words);
    return;
  }

  const languages = JSON.parse(wasm_bindgen.languages());
  const wanted = (navigator.languages || [navigator.language]).map((tag) => tag.split("-")[0]);
  const known = wanted.map((tag) => languages.find((one) => one.tag === tag)).find(Boolean);
  let language = known || languages[0];
  let files = [];
  let checked = false;

  const say = (key) => wasm_bindgen.say(language.tag, key);
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const mono = (text) => {
    const made = element("bdi", text, "mono");
    made.dir = "ltr";
    return made;
  };

  function speak() {
    document.documentElement.lang = language.tag;
    document.documentElement.dir = language.direction;
    document.title = "Daybook: " + say("page-title");
    for (const one of document.querySelectorAll("[data-t]")) one.textContent = say(one.dataset.t);
    for (const one of document.querySelectorAll("[data-t-label]")) one.setAttribute("aria-label", say(one.dataset.tLabel));
  }

  function given() {
    const pasted = find("paste").value.trim().slice(0, MOST + 1);
    const all = [...files];
    if (pasted) all.unshift({ name: say("paste-label"), base64: base64(new TextEncoder().encode(pasted)) });
    return all;
  }

  function judge() {
    const request = { language: language.tag, files: given(), keys: find("keys").value.slice(0, MOST) };
    try {
      return JSON.parse(wasm_bindgen.judge(JSON.stringify(request)));
    } catch (error) {
      console.error(error);
      const told = { name: "", tone: "bad", headline: say("broken"), advice: "", sections: [], facts: [], way: null };
      return { files: [], summary: null, told: [told] };
    }
  }

  function list(files) {
    find("given").replaceChildren(...files.map((file) => element("li", file)));
  }

  function show(answer, focus) {
    checked = true;
    const several = answer.told.length > 1;
    const parts = answer.told.map((told) => judged(told, several));
    if (answer.summary) {
      const summary = element("p", answer.summary, "summary");
      summary.dataset.testid = "summary";
      summary.tabIndex = -1;
      parts.unshift(summary);
    }
    find("result").replaceChildren(...parts);
    list(answer.files);
    if (focus) find("result").querySelector("[tabindex]").focus();
  }

  // One proof or one piece of evidence.
  function judged(told, several) {
    const headline = element("h2", told.headline);
    headline.tabIndex = -1;
    headline.dataset.testid = "headline";
    const box = element("div", undefined, "told told--" + told.tone);
    box.dataset.tone = told.tone;
    box.dataset.testid = "told";
    if (several) {
      const name = element("p", undefined, "told__name");
      name.append(element("bdi", told.name));
      box.append(name);
    }
    box.append(headline);
    if (told.advice) box.append(element("p", told.advice));
    const article = element("article", undefined, "judged");
    article.append(box);
    for (const section of told.sections) {
      const list = element("ul", undefined, "said");
      list.dataset.testid = "said-" + section.kind;
      list.append(...section.sentences.map((sentence) => element("li", sentence)));
      article.append(element("h3", section.title), list);
    }
    if (told.way) article.append(...way(told.way));
    if (told.facts.length) article.append(...facts(told.facts));
    return article;
  }

  function facts(all) {
    const list = element("dl", undefined, "facts");
    list.dataset.testid = "facts";
    for (const fact of all) {
      const line = element("div");
      const value = element("dd");
      value.append(/^[0-9a-f]{32,}$/.test(fact.value) ? mono(fact.value) : element("bdi", fact.value));
      value.append(element("span", fact.meaning, "hint"));
      line.append(element("dt", fact.name), value);
      list.append(line);
    }
    return [element("h3", say("facts-title")), element("p", say("facts-explained"), "hint"), list];
  }

  function way(way) {
    const list = element("ol", undefined, "way");
    list.dataset.testid = "way";
    const step = (title, hash) => {
      const item = element("li");
      item.append(element("p", title), mono(hash));
      return item;
    };
    list.append(step(say("way-start"), way.leaf));
    for (const one of way.steps) {
      const item = step(say("way-step") + " " + one.covers + ":", one.sibling);
      item.append(element("p", say("way-gives")), mono(one.parent));
      list.append(item);
    }
    list.append(step(say("way-root"), way.root));
    return [element("h3", say("way-title")), element("p", say("way-explained"), "hint"), list];
  }

  async function take(chosen) {
    for (const file of chosen.slice(0, MOST_FILES + 1)) {
      files = files.filter((other) => other.name !== file.name);
      files.push({ name: file.name, base64: await content(file) });
    }
    files = files.slice(0, MOST_FILES + 1);
    show(judge(), true);
  }

  // null: a folder, or a file that is gone or forbidden.
  async function content(file) {
    try {
      return base64(await (file.size > MOST ? file.slice(0, MOST + 1) : file).arrayBuffer());
    } catch (error) {
      console.warn(error);
      return null;
    }
  }

  find("language").append(...languages.map((one) => {
    const option = element("option", one.name);
    option.value = one.tag;
    option.lang = one.tag;
    return option;
  }));
  find("language").value = language.tag;
  find("language").addEventListener("change", (event) => {
    language = languages.find((one) => one.tag === event.target.value) || languages[0];
    speak();
    if (checked) show(judge(), false);
  });
  find("files").addEventListener("change", async (event) => {
    await take([...event.target.files]);
    event.target.value = "";
  });
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    show(judge(), true);
  });
  find("form").addEventListener("reset", () => {
    files = [];
    checked = false;
    list([]);
    find("result").replaceChildren(element("p", say("nothing-yet"), "hint"));
    find("files").focus();
  });
  find("print").addEventListener("click", () => window.print());
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      find("drop").classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) find("drop").classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    find("drop").classList.remove("is-over");
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length) {
      event.preventDefault();
      take(pasted);
    }
  });
  speak();
  document.documentElement.dataset.ready = "yes";
})();
