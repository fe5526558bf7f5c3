// Firefox opens no side panel for a page, so nobody asks for one.
export const hasSidePanel = () => false;
export const openSidePanel = () => {};
