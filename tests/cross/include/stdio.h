typedef struct FILE FILE;
