// Firefox lets no extension hear a tab.
export const hearsTabs = () => false;
export const hear = (_tab, _attempt, refused) => setTimeout(refused);
