import { styleText } from 'node:util';

export type Color = 'bold' | 'green' | 'red' | 'yellow';

/** Returns a text in a colour, or unchanged if colours are off. */
export type Paint = (color: Color, text: string) => string;

/** Returns a function that colours text, if the reader can see colours. */
export const paint =
  (hasColors: boolean): Paint =>
  (color, text) =>
    hasColors ? styleText(color, text, { validateStream: false }) : text;
