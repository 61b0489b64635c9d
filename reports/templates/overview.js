"use strict";
// The batch report's table: filtering, searching and sorting of the rows that are in the page already.
// The state of the table is the address behind "#", so that a link, the button back and a bookmark lead to it again.
(() => {
  const FILTERS = ["outcome", "ground", "missing", "reading", "deadline"];
  const form = document.querySelector("form.controls");
  const body = document.querySelector("table.list tbody");
  const heads = [...document.querySelectorAll("table.list thead th[data-sort]")];
  const list = document.getElementById("list");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // A text as it is searched: full-width letters and digits as plain ones, without accents, capitals and doubled spaces.
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[·‧・]/g, " ").toLowerCase().replace(/\s+/g, " ").trim();

  const rows = [...body.rows].map((row, number) => ({
    row,
    number,
    keys: FILTERS.map((name) => ` ${row.dataset[name] ?? ""} `),
    text: null,
    shown: true,
  }));
  const line = (cell) => (cell.querySelector("summary") ?? cell).textContent;
  const searched = (one) => (one.text ??= plain([...one.row.cells].slice(0, 4).map(line).join(" ")));

  const state = () => new URLSearchParams(location.hash.slice(1));

  const keep = (wanted) => {
    const written = wanted.toString();
    try {
      history.replaceState(null, "", `#${written}`);
    } catch {
      location.replace(`#${written}`); // some browsers let no page that is a file change its history
    }
  };

  const fill = (selector, slots) => {
    for (const span of document.querySelectorAll(`${selector} [data-pattern]`)) {
      span.textContent = span.dataset.pattern.replace(/\{(\w+)\}/g, (_, name) => slots[name] ?? "");
    }
  };

  // -- which rows are shown ---------------------------------------------------------------------------------------

  const narrow = (wanted) => {
    const words = plain(wanted.get("q") ?? "").split(" ").filter(Boolean);
    const keys = FILTERS.map((name) => (wanted.get(name) ? ` ${wanted.get(name)} ` : ""));
    let number = 0;
    for (const one of rows) {
      const shown =
        keys.every((key, place) => !key || one.keys[place].includes(key)) && words.every((word) => searched(one).includes(word));
      if (shown !== one.shown) {
        one.row.hidden = !shown;
        one.shown = shown;
      }
      number += shown;
    }
    tell(wanted, number);
  };

  const tell = (wanted, number) => {
    const counts = { n: number.toLocaleString("en"), all: rows.length.toLocaleString("en") };
    fill(".shown", counts);
    const applied = [...form.elements]
      .filter((field) => field.name && field.value)
      .map((field) => {
        const label = field.closest("label").querySelector("span").textContent.trim();
        return `${label}: ${field.selectedOptions ? field.selectedOptions[0].textContent : field.value}`;
      });
    if (applied.length) fill(".applied", { ...counts, what: applied.join("; ") });
    else for (const span of document.querySelectorAll(".applied [data-pattern]")) span.textContent = "";
    document.querySelector(".applied").hidden = !applied.length;
    document.querySelector(".nothing").hidden = number > 0;
    for (const bar of document.querySelectorAll("svg a[data-filter]")) {
      if (wanted.get(bar.dataset.filter) === bar.dataset.key) bar.setAttribute("aria-current", "true");
      else bar.removeAttribute("aria-current");
    }
  };

  // -- in which order ---------------------------------------------------------------------------------------------

  let order = "";
  const sort = (wanted) => {
    const asked = wanted.get("sort") ?? "";
    if (asked === order) return;
    order = asked;
    const falling = asked.startsWith("-");
    const head = heads.find((one) => one.dataset.sort === asked.replace("-", ""));
    for (const one of heads) {
      if (one === head) one.setAttribute("aria-sort", falling ? "descending" : "ascending");
      else one.removeAttribute("aria-sort");
    }
    const sorted = [...rows];
    if (head) {
      const ranks = ranked(rows.map((one) => keyOf(one.row.cells[head.cellIndex])), falling);
      sorted.sort((a, b) => ranks[a.number] - ranks[b.number] || a.number - b.number);
    }
    // Moved while they are out of the page, and without the spaces between them: so thousands of rows take no time.
    const [table, after, top] = [body.parentNode, body.nextSibling, scrollY];
    body.remove();
    body.replaceChildren(...sorted.map((one) => one.row));
    table.insertBefore(body, after);
    scrollTo({ top, behavior: "instant" });
  };
  const keyOf = (cell) => cell.dataset.order ?? line(cell).trim().slice(0, 80);

  // The place of each text among all of them; equal ones have the same, and what is not known comes last either way.
  const ranked = (texts, falling) => {
    const known = [...new Set(texts)].filter(Boolean).sort(collator.compare);
    if (falling) known.reverse();
    const places = new Map(known.map((text, place) => [text, place]));
    return texts.map((text) => places.get(text) ?? known.length);
  };

  // -- from the address to the page, and back ---------------------------------------------------------------------

  const show = (wanted) => {
    for (const field of form.elements) {
      if (!field.name) continue;
      field.value = wanted.get(field.name) ?? "";
      if (field.value) continue;
      field.value = ""; // what an old link names may not be there any more
      wanted.delete(field.name);
    }
    sort(wanted);
    narrow(wanted);
  };

  const fromForm = () => {
    const wanted = state();
    for (const field of form.elements) {
      if (!field.name) continue;
      if (field.value) wanted.set(field.name, field.value);
      else wanted.delete(field.name);
    }
    return wanted;
  };

  const changed = () => {
    const wanted = fromForm();
    narrow(wanted);
    keep(wanted);
  };

  // Thousands of rows are narrowed once the typing pauses, so that letters are never slow to come.
  const PAUSE = rows.length > 1000 ? 100 : 0;
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    if (PAUSE) waiting = setTimeout(changed, PAUSE);
    else changed();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    const wanted = new URLSearchParams(order ? { sort: order } : {});
    show(wanted);
    keep(wanted);
    form.elements.q.focus();
  });

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const name = head.dataset.sort;
      const wanted = state();
      wanted.set("sort", order === name ? `-${name}` : name);
      sort(wanted);
      keep(wanted);
    });
    head.append(button);
  }

  addEventListener("hashchange", () => {
    if (location.hash === "#list") return; // the link that skips to the table
    show(state());
    list.focus(); // a bar of a picture was chosen: the table is what it leads to
    list.scrollIntoView();
  });

  form.hidden = false;
  show(state());
  // The texts are made ready while nobody waits, so that the first letter that is typed is as quick as the next.
  const idle = window.requestIdleCallback ?? ((later) => setTimeout(later, 1));
  let ready = 0;
  const prepare = (left) => {
    while (ready < rows.length && (left?.timeRemaining?.() ?? 1) > 0) searched(rows[ready++]);
    if (ready < rows.length) idle(prepare);
  };
  idle(prepare);
})();
