import { styleText } from 'node:util';

export type Color = 'bold' | 'green' | 'red' | 'yellow';

/** A text in a colour, or as it is where nobody would see one. */
export type Paint = (color: Color, text: string) => string;

/** Text as it is, or in colour where whoever reads it can see colours. */
export const paint =
  (hasColors: boolean): Paint =>
  (color, text) =>
    hasColors ? styleText(color, text, { validateStream: false }) : text;
