// Winograd's matrices (Lavin and Gray 2015): four results of filters of two and of three taps from
// five and six points, y = A' ((G g) * (B' d)), and the transposes.
//
// Two of them, B' and A of five points, are written out in winograd.inc, and so are those of three
// results from four of the five points: they are scaled so that the filter's points are the same.
//
// The points are 0, 1, -1, 2, infinity; and 0, 1, -1, 2, -1/2, infinity, whose error is a third of
// that with -2.
#pragma once

static const float ck_b5[5][5] = {
    {2.0f, 0.0f, 0.0f, 0.0f, 0.0f},
    {-1.0f, -2.0f, 2.0f, -1.0f, 2.0f},
    {-2.0f, -1.0f, -3.0f, 0.0f, -1.0f},
    {1.0f, 1.0f, 1.0f, 1.0f, -2.0f},
    {0.0f, 0.0f, 0.0f, 0.0f, 1.0f},
};

static const float ck_a5t[4][5] = {
    {1.0f, 1.0f, 1.0f, 1.0f, 0.0f},
    {0.0f, 1.0f, -1.0f, 2.0f, 0.0f},
    {0.0f, 1.0f, 1.0f, 4.0f, 0.0f},
    {0.0f, 1.0f, -1.0f, 8.0f, 1.0f},
};

static const float ck_g5[5][2] = {
    {1.0f / 2, 0.0f},
    {-1.0f / 2, -1.0f / 2},
    {-1.0f / 6, 1.0f / 6},
    {1.0f / 6, 1.0f / 3},
    {0.0f, 1.0f},
};

static const float ck_g5t[2][5] = {
    {1.0f / 2, -1.0f / 2, -1.0f / 6, 1.0f / 6, 0.0f},
    {0.0f, -1.0f / 2, 1.0f / 6, 1.0f / 3, 1.0f},
};

static const float ck_b6t[6][6] = {
    {1.0f, 3.0f / 2, -2.0f, -3.0f / 2, 1.0f, 0.0f},
    {0.0f, -1.0f, -5.0f / 2, -1.0f / 2, 1.0f, 0.0f},
    {0.0f, 1.0f, 1.0f / 2, -5.0f / 2, 1.0f, 0.0f},
    {0.0f, -1.0f / 2, -1.0f, 1.0f / 2, 1.0f, 0.0f},
    {0.0f, 2.0f, -1.0f, -2.0f, 1.0f, 0.0f},
    {0.0f, 1.0f, 3.0f / 2, -2.0f, -3.0f / 2, 1.0f},
};

static const float ck_b6[6][6] = {
    {1.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f},
    {3.0f / 2, -1.0f, 1.0f, -1.0f / 2, 2.0f, 1.0f},
    {-2.0f, -5.0f / 2, 1.0f / 2, -1.0f, -1.0f, 3.0f / 2},
    {-3.0f / 2, -1.0f / 2, -5.0f / 2, 1.0f / 2, -2.0f, -2.0f},
    {1.0f, 1.0f, 1.0f, 1.0f, 1.0f, -3.0f / 2},
    {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 1.0f},
};

static const float ck_a6t[4][6] = {
    {1.0f, 1.0f, 1.0f, 1.0f, 1.0f, 0.0f},
    {0.0f, 1.0f, -1.0f, 2.0f, -1.0f / 2, 0.0f},
    {0.0f, 1.0f, 1.0f, 4.0f, 1.0f / 4, 0.0f},
    {0.0f, 1.0f, -1.0f, 8.0f, -1.0f / 8, 1.0f},
};

static const float ck_a6[6][4] = {
    {1.0f, 0.0f, 0.0f, 0.0f},
    {1.0f, 1.0f, 1.0f, 1.0f},
    {1.0f, -1.0f, 1.0f, -1.0f},
    {1.0f, 2.0f, 4.0f, 8.0f},
    {1.0f, -1.0f / 2, 1.0f / 4, -1.0f / 8},
    {0.0f, 0.0f, 0.0f, 1.0f},
};

static const float ck_g6[6][3] = {
    {1.0f, 0.0f, 0.0f},
    {-1.0f / 3, -1.0f / 3, -1.0f / 3},
    {1.0f / 3, -1.0f / 3, 1.0f / 3},
    {1.0f / 15, 2.0f / 15, 4.0f / 15},
    {-16.0f / 15, 8.0f / 15, -4.0f / 15},
    {0.0f, 0.0f, 1.0f},
};

static const float ck_g6t[3][6] = {
    {1.0f, -1.0f / 3, 1.0f / 3, 1.0f / 15, -16.0f / 15, 0.0f},
    {0.0f, -1.0f / 3, -1.0f / 3, 2.0f / 15, 8.0f / 15, 0.0f},
    {0.0f, -1.0f / 3, 1.0f / 3, 4.0f / 15, -4.0f / 15, 1.0f},
};
