// Numbers the lines of the editor, and sends what is written after a short rest, so that mistakes are named while writing.
const REST = 700;
const GUTTER = "viva-gutter";

const number = (box) => {
  const gutter = box.parentElement.querySelector(`.${GUTTER}`);
  const lines = box.value.split("\n").length;
  if (gutter && gutter.childElementCount !== lines) {
    gutter.replaceChildren(...Array.from({ length: lines }, (_, i) => {
      const line = document.createElement("div");
      line.textContent = String(i + 1);
      return line;
    }));
  }
};

const follow = (box) => {
  const gutter = box.parentElement.querySelector(`.${GUTTER}`);
  if (gutter) gutter.style.transform = `translateY(${-box.scrollTop}px)`;
};

const dress = (box) => {
  if (box.dataset.numbered) return number(box);
  box.dataset.numbered = "yes";
  box.wrap = "off";
  const style = getComputedStyle(box);
  const frame = document.createElement("div");
  const gutter = document.createElement("div");
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = "position:absolute;inset:0 auto 0 0;width:3rem;overflow:hidden;pointer-events:none;opacity:.75";
  gutter.className = GUTTER;
  gutter.style.cssText = `text-align:right;padding-right:.5rem;padding-top:${style.paddingTop};font-family:monospace;` +
    `font-size:${style.fontSize};line-height:${style.lineHeight}`;
  frame.append(gutter);
  box.parentElement.style.position = "relative";
  box.parentElement.append(frame);
  box.style.paddingLeft = "3.4rem";
  number(box);
  let rest = 0;
  box.addEventListener("scroll", () => follow(box));
  box.addEventListener("input", () => {
    number(box);
    follow(box);
    clearTimeout(rest);
    rest = setTimeout(() => box.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true })), REST);
  });
};

export default function () {
  const look = () => document.querySelectorAll("[class*='st-key-editor_text'] textarea").forEach(dress);
  look();
  const timer = setInterval(look, 300);
  return () => clearInterval(timer);
}
