/* The same training in C: what the machine itself needs for it. Reads the problem, prints seconds
   of CPU time and the last loss. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double sigmoid(double z) { return 1.0 / (1.0 + exp(-z)); }

int main(void) {
    int n, features, hidden, epochs;
    double learnrate;
    if (scanf("%d %d %d %d %lf", &n, &features, &hidden, &epochs, &learnrate) != 5) return 1;
    double *x = malloc(sizeof(double) * n * features), *y = malloc(sizeof(double) * n);
    double *w = malloc(sizeof(double) * features * hidden), *W = malloc(sizeof(double) * hidden);
    double *dw = malloc(sizeof(double) * features * hidden), *dW = malloc(sizeof(double) * hidden);
    double *a = malloc(sizeof(double) * hidden), loss = 0.0;
    for (int i = 0; i < n * features; i++) if (scanf("%lf", x + i) != 1) return 1;
    for (int i = 0; i < n; i++) if (scanf("%lf", y + i) != 1) return 1;
    for (int i = 0; i < features * hidden; i++) if (scanf("%lf", w + i) != 1) return 1;
    for (int i = 0; i < hidden; i++) if (scanf("%lf", W + i) != 1) return 1;

    clock_t begun = clock();
    for (int epoch = 0; epoch <= epochs; epoch++) { /* the last round only measures the loss */
        for (int i = 0; i < features * hidden; i++) dw[i] = 0.0;
        for (int j = 0; j < hidden; j++) dW[j] = 0.0;
        loss = 0.0;
        for (int r = 0; r < n; r++) {
            double h, o = 0.0, e, d;
            for (int j = 0; j < hidden; j++) {
                h = 0.0;
                for (int i = 0; i < features; i++) h += x[r * features + i] * w[i * hidden + j];
                a[j] = sigmoid(h);
                o += a[j] * W[j];
            }
            o = sigmoid(o);
            e = y[r] - o;
            loss += e * e;
            d = e * o * (1.0 - o);
            for (int j = 0; j < hidden; j++) {
                double t = d * W[j] * a[j] * (1.0 - a[j]);
                dW[j] += d * a[j];
                for (int i = 0; i < features; i++) dw[i * hidden + j] += t * x[r * features + i];
            }
        }
        if (epoch == epochs) break;
        for (int i = 0; i < features * hidden; i++) w[i] += learnrate * dw[i] / n;
        for (int j = 0; j < hidden; j++) W[j] += learnrate * dW[j] / n;
    }
    printf("{\"seconds\": %.9f, \"loss\": %.17g}\n",
           (double)(clock() - begun) / CLOCKS_PER_SEC, loss / n);
    return 0;
}
