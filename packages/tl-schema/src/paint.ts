export type Colour = 'red' | 'yellow' | 'green' | 'blue' | 'cyan' | 'dim' | 'bold'

/** Gives a text a colour, or returns it as it is. */
export type Paint = (colour: Colour, text: string) => string

export const plain: Paint = (_colour, text) => text
