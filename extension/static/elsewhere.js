// Where else the panel can be. Firefox has no such window.
export const has_own_window = () => "documentPictureInPicture" in window;
