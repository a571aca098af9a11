/**
 * @file Macs with Apple's own chips: which model comes with which chip. A model identifier is what macOS calls the computer
 * ("MacBookPro18,2"), a model number is printed on its case ("A2485"). A number or an identifier that is missing here is not
 * known, and no chip is guessed for it.
 *
 * To be compared with its source, which has not been opened for each line: Apple Support, "Identify your MacBook Pro model"
 * (108052), "Identify your MacBook Air model" (102869), "Identify your iMac model" (108054), "Identify your Mac mini model"
 * (102852), "Identify your Mac Studio model" (102231), "Identify your Mac Pro model" (102887), and the technical
 * specifications that these link to.
 */

export type MacLine = 'MacBook Air' | 'MacBook Pro' | 'Mac mini' | 'iMac' | 'Mac Studio' | 'Mac Pro';

export interface MacModel {
  line: MacLine;
  /** Diagonal of its screen in inches; null for one without. */
  inches: number | null;
  /** Year of its introduction. */
  year: number;
  /** Chips that it comes with, each with the model identifiers that mean it. */
  chips: Readonly<Record<string, readonly string[]>>;
  /** Model numbers. */
  numbers: readonly string[];
}

const model = (
  line: MacLine,
  inches: number | null,
  year: number,
  chips: MacModel['chips'],
  ...numbers: string[]
): MacModel => ({ line, inches, year, chips, numbers });

/** The newest last. */
export const macs: readonly MacModel[] = [
  model('MacBook Air', 13, 2020, { M1: ['MacBookAir10,1'] }, 'A2337'),
  model('MacBook Pro', 13, 2020, { M1: ['MacBookPro17,1'] }, 'A2338'),
  model('Mac mini', null, 2020, { M1: ['Macmini9,1'] }, 'A2348'),
  model('iMac', 24, 2021, { M1: ['iMac21,1', 'iMac21,2'] }, 'A2438', 'A2439'),
  model('MacBook Pro', 14, 2021, { 'M1 Pro': ['MacBookPro18,3'], 'M1 Max': ['MacBookPro18,4'] }, 'A2442'),
  model('MacBook Pro', 16, 2021, { 'M1 Pro': ['MacBookPro18,1'], 'M1 Max': ['MacBookPro18,2'] }, 'A2485'),
  model('Mac Studio', null, 2022, { 'M1 Max': ['Mac13,1'], 'M1 Ultra': ['Mac13,2'] }, 'A2615'),
  model('MacBook Air', 13, 2022, { M2: ['Mac14,2'] }, 'A2681'),
  model('MacBook Pro', 13, 2022, { M2: ['Mac14,7'] }, 'A2338'),
  model('Mac mini', null, 2023, { M2: ['Mac14,3'] }, 'A2686'),
  model('Mac mini', null, 2023, { 'M2 Pro': ['Mac14,12'] }, 'A2816'),
  model('MacBook Pro', 14, 2023, { 'M2 Pro': ['Mac14,9'], 'M2 Max': ['Mac14,5'] }, 'A2779'),
  model('MacBook Pro', 16, 2023, { 'M2 Pro': ['Mac14,10'], 'M2 Max': ['Mac14,6'] }, 'A2780'),
  model('MacBook Air', 15, 2023, { M2: ['Mac14,15'] }, 'A2941'),
  model('Mac Studio', null, 2023, { 'M2 Max': ['Mac14,13'], 'M2 Ultra': ['Mac14,14'] }, 'A2901'),
  model('Mac Pro', null, 2023, { 'M2 Ultra': ['Mac14,8'] }, 'A2786', 'A2787'),
  model('iMac', 24, 2023, { M3: ['Mac15,4', 'Mac15,5'] }, 'A2873', 'A2874'),
  model('MacBook Pro', 14, 2023, { M3: ['Mac15,3'] }, 'A2918'),
  model('MacBook Pro', 14, 2023, { 'M3 Pro': ['Mac15,6'], 'M3 Max': ['Mac15,8', 'Mac15,10'] }, 'A2992'),
  model('MacBook Pro', 16, 2023, { 'M3 Pro': ['Mac15,7'], 'M3 Max': ['Mac15,9', 'Mac15,11'] }, 'A2991'),
  model('MacBook Air', 13, 2024, { M3: ['Mac15,12'] }, 'A3113'),
  model('MacBook Air', 15, 2024, { M3: ['Mac15,13'] }, 'A3114'),
  model('iMac', 24, 2024, { M4: ['Mac16,2', 'Mac16,3'] }, 'A3137', 'A3247'),
  model('Mac mini', null, 2024, { M4: ['Mac16,10'] }, 'A3238'),
  model('Mac mini', null, 2024, { 'M4 Pro': ['Mac16,11'] }, 'A3239'),
  model('MacBook Pro', 14, 2024, { M4: ['Mac16,1'] }, 'A3112'),
  model('MacBook Pro', 14, 2024, { 'M4 Pro': ['Mac16,8'], 'M4 Max': ['Mac16,6'] }, 'A3185', 'A3401'),
  model('MacBook Pro', 16, 2024, { 'M4 Pro': ['Mac16,7'], 'M4 Max': ['Mac16,5'] }, 'A3186', 'A3403'),
  model('MacBook Air', 13, 2025, { M4: ['Mac16,12'] }, 'A3240'),
  model('MacBook Air', 15, 2025, { M4: ['Mac16,13'] }, 'A3241'),
  model('Mac Studio', null, 2025, { 'M4 Max': ['Mac16,9'], 'M3 Ultra': ['Mac15,14'] }, 'A3143'),
  model('MacBook Pro', 14, 2025, { M5: ['Mac17,2'] }),
];
