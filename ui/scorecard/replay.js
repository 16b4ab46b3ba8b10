// Lights the other side, filters and moves. The markup is made and escaped in replay.py.
export default function ({ data, parentElement }) {
  let box = parentElement.querySelector(".box");
  if (!box) {
    box = document.createElement("div");
    box.className = "box";
    parentElement.appendChild(box);
  }
  if (box.dataset.shown === data) return;
  box.dataset.shown = data;
  box.innerHTML = data;

  const root = box.querySelector(".replay");
  const [said, judged] = root.querySelectorAll(".pane");
  const status = root.querySelector(".status");
  const checkpoints = [...judged.querySelectorAll(".checkpoint")];
  const quotes = [...said.querySelectorAll("[data-said], [data-near]")];
  const ids = (element, name) => (element.dataset[name] || "").split(" ").filter(Boolean);
  let chosen = null;

  const into = (pane, element) => {
    const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    pane.scrollTo({ top: top - pane.clientHeight / 3 });
  };
  const light = (wanted) => {
    for (const c of checkpoints) c.classList.toggle("lit", wanted.includes(c.dataset.checkpoint));
    for (const q of quotes) {
      q.classList.toggle("lit", ids(q, "said").some((id) => wanted.includes(id)));
      q.classList.toggle("near", ids(q, "near").some((id) => wanted.includes(id)));
    }
  };
  const choose = (checkpoint, { scroll = true } = {}) => {
    chosen = checkpoint;
    for (const c of checkpoints) c.setAttribute("aria-pressed", String(c === chosen));
    light(chosen ? [chosen.dataset.checkpoint] : []);
    if (!chosen) return;
    into(judged, chosen);
    const words = quotes.find((q) => q.matches(".lit")) || quotes.find((q) => q.matches(".near"));
    if (scroll && words) into(said, words);
    status.textContent = words ? "" : "Nothing near enough was said for this one.";
  };
  const step = (by) => {
    const shown = checkpoints.filter((c) => !c.hidden);
    if (!shown.length) return;
    const next = chosen ? shown.indexOf(chosen) + by : by > 0 ? 0 : shown.length - 1;
    choose(shown[(next + shown.length) % shown.length]);
  };
  const filter = () => {
    const wanted = [...root.querySelectorAll("[data-show]:checked")].map((box) => box.dataset.show);
    for (const c of checkpoints) c.hidden = wanted.length > 0 && !wanted.includes(c.dataset.verdict);
    for (const p of judged.querySelectorAll(".phase")) p.hidden = ![...p.querySelectorAll(".checkpoint")].some((c) => !c.hidden);
    root.classList.toggle("show-unmatched", root.querySelector("[data-unmatched]").checked);
  };
  const press = (target) => {
    const button = target.closest(".checkpoint");
    if (button) return choose(button === chosen ? null : button);
    const quote = target.closest("[data-said]");
    if (!quote) return;
    const mine = checkpoints.filter((c) => ids(quote, "said").includes(c.dataset.checkpoint));
    const shown = mine.filter((c) => !c.hidden);
    if (shown.length) choose(shown[(shown.indexOf(chosen) + 1) % shown.length], { scroll: false });
  };
  const point = (event) => {
    const button = event.target.closest(".checkpoint");
    const quote = event.target.closest("[data-said]");
    if (button) light([button.dataset.checkpoint]);
    else if (quote) light(ids(quote, "said"));
  };

  root.addEventListener("click", (event) => {
    const stepper = event.target.closest("[data-step]");
    if (stepper) step(Number(stepper.dataset.step));
    else press(event.target);
  });
  root.addEventListener("change", filter);
  root.addEventListener("pointerover", point);
  root.addEventListener("pointerleave", () => light(chosen ? [chosen.dataset.checkpoint] : []));
  root.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (event.target.matches(".quote") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      press(event.target);
    } else if (by && !event.target.matches(".said, input") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      step(by);
      if (event.target.matches(".checkpoint")) chosen.focus({ preventScroll: true });
    }
  });
}
