/** What a picture may have at most, whatever it is for. */
export const mostPixels = 50_000_000
export const mostPictureBytes: number = 10 * 1024 * 1024
/** How long anything may take that is made of one. */
export const longestSeconds = 10
