/**
 * The constructor numbers that the TL language itself fixes ("TL Language": boolTrue, boolFalse, vector), signed as
 * `DataView.getInt32` reads them.
 */
export const BOOL_TRUE: number = 0x997275b5 | 0
export const BOOL_FALSE: number = 0xbc799737 | 0
export const VECTOR: number = 0x1cb5c415
