// Keeps the unsent answer in the browser's storage, and puts it back after a reload. Only the newest draft is kept.
const PLACE = "viva-draft";
const BOX = '[data-testid="stChatInputTextArea"]';

const stored = (session) => {
  try {
    const draft = JSON.parse(localStorage.getItem(PLACE) || "{}");
    return draft.session === session ? draft.text : "";
  } catch {
    return ""; // storage is switched off or holds something else
  }
};

const store = (session, text) => {
  try {
    if (text) localStorage.setItem(PLACE, JSON.stringify({ session, text }));
    else if (stored(session)) localStorage.removeItem(PLACE);
  } catch {
    // full or switched off: the answer is still in its box
  }
};

const fill = (box, text) => {
  // The page's framework notices a value only when it is set past it and announced.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

export default function ({ data: session, parentElement }) {
  if (parentElement.draftOf === session) return;
  clearInterval(parentElement.draftTimer);
  parentElement.draftOf = session;
  let restored = false;
  const look = () => {
    const box = document.querySelector(BOX);
    if (!box || box.disabled) return;
    const draft = stored(session);
    if (!restored) {
      restored = true;
      if (!box.value && draft) return fill(box, draft);
    }
    if (box.value !== draft) store(session, box.value);
  };
  look();
  parentElement.draftTimer = setInterval(look, 500);
  return () => {
    clearInterval(parentElement.draftTimer);
    parentElement.draftOf = null;
  };
}
